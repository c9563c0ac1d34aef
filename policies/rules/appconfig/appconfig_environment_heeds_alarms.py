"""Configurations are rolled back when an alarm rings."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "monitors"):
        return "a bad configuration stays whatever rings"
    return None


RULE = Rule(
    name="appconfig_environment_heeds_alarms",
    title="Configurations are rolled back when an alarm rings.",
    resource_types=frozenset({"aws:appconfig/environment:Environment"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.MONITORING}),
    remediation="Add alarms to monitors.",
    link="https://docs.aws.amazon.com/appconfig/latest/userguide/monitoring-deployments.html",
)
