"""Event buses take events from named accounts."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("principal") != "*":
        return None
    if value(props, "condition.key") == "aws:PrincipalOrgID" and value(props, "condition.value") not in {None, "*"}:
        return None
    return "it takes events from every account"


RULE = Rule(
    name="eventbridge_permission_is_not_public",
    title="Event buses take events from named accounts.",
    resource_types=frozenset({"aws:cloudwatch/eventPermission:EventPermission"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the account in principal, or the organization in condition.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
)
