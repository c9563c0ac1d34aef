"""Deployments stop when an alarm rings."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it goes on whatever rings", lambda: value(props, "alarmConfiguration.enabled") is not True),
        ("it goes on whatever rings", lambda: not items(props, "alarmConfiguration.alarms")),
        (
            "it goes on when the alarms can't be read",
            lambda: value(props, "alarmConfiguration.ignorePollAlarmFailure") is True,
        ),
    )


RULE = Rule(
    name="codedeploy_group_heeds_alarms",
    title="Deployments stop when an alarm rings.",
    resource_types=frozenset({"aws:codedeploy/deploymentGroup:DeploymentGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.MONITORING}),
    remediation="Enable alarmConfiguration and name alarms.",
    link="https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html",
)
