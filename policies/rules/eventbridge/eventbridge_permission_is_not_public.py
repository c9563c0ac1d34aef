"""Event buses take events from named accounts."""

from policies.answers import all_hold
from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("principal") != "*":
        return None
    asks = all_hold(lambda: value(props, "condition.key"), lambda: value(props, "condition.value"))
    condition = {"StringEquals": {value(props, "condition.key"): value(props, "condition.value")}} if asks else {}
    statement = {"Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Condition": condition}
    return fault({"Statement": statement}, public("events"), "condition")


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
