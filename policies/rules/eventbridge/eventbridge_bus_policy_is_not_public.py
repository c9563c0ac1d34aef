"""Event bus policies allow nothing to everyone."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("events"))


RULE = Rule(
    name="eventbridge_bus_policy_is_not_public",
    title="Event bus policies allow nothing to everyone.",
    resource_types=frozenset({"aws:cloudwatch/eventBusPolicy:EventBusPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
)
