"""Experiments stop when an alarm rings."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    conditions = items(props, "stopConditions")
    stops = some(conditions, lambda condition: value(condition, "source") == "aws:cloudwatch:alarm")
    return None if stops else "it goes on whatever it breaks"


RULE = Rule(
    name="fis_template_stops_on_alarm",
    title="Experiments stop when an alarm rings.",
    resource_types=frozenset({"aws:fis/experimentTemplate:ExperimentTemplate"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AVAILABILITY, Objective.RECOVERY_TESTING}),
    remediation="Add an alarm to stopConditions.",
    link="https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html",
)
