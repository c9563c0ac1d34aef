"""Records of a trail are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "its records are encrypted under a key of AWS"
    return None


RULE = Rule(
    name="cloudtrail_trail_uses_customer_key",
    title="CloudTrail records are encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:cloudtrail/eventDataStore:EventDataStore",
            "aws:cloudtrail/trail:Trail",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.LOG_PROTECTION}),
    remediation="Set kmsKeyId to the trail's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-2",
    sources=("SecurityHub CloudTrail.2", "CIS AWS 5.0.0 3.5"),
)
