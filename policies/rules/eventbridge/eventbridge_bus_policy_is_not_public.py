"""Event bus policies allow nothing to everyone."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    public = [statement.label for statement in statements(props.get("policy")) if statement.public]
    return f"{', '.join(public)} allows everyone" if public else None


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
