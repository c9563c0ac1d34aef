"""Events that are kept are encrypted under customer keys."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyIdentifier")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="eventbridge_events_use_customer_key",
    title="Events that are kept are encrypted under customer keys.",
    resource_types=frozenset(
        {
            "aws:cloudwatch/eventArchive:EventArchive",
            "aws:cloudwatch/eventBus:EventBus",
            "aws:cloudwatch/eventConnection:EventConnection",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyIdentifier to the region's key.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption.html",
)
