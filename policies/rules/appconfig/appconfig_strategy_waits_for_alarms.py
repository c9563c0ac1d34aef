"""Configurations are watched after they are deployed."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

SHORTEST_MINUTES = 1
"""Long enough for an alarm of one period to ring; AWS's own strategies bake ten or thirty."""


def _check(shortest_minutes: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(value(props, "finalBakeTimeInMinutes", 0), shortest_minutes):
            return f"nothing is watched for {shortest_minutes} minutes after the last host has it"
        return None

    return check


RULE = Rule(
    name="appconfig_strategy_waits_for_alarms",
    title="Configurations are watched after they are deployed.",
    resource_types=frozenset({"aws:appconfig/deploymentStrategy:DeploymentStrategy"}),
    check=_check(SHORTEST_MINUTES),
    threshold=Threshold(name="shortestMinutes", default=SHORTEST_MINUTES, least=1, most=1440, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.CHANGE_CONTROL}),
    remediation="Set finalBakeTimeInMinutes.",
    link="https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html",
)
