"""Clusters are measured down to the task."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    def measures(setting: Props) -> bool:
        return all_hold(
            lambda: value(setting, "name") == "containerInsights",
            lambda: value(setting, "value") in ("enabled", "enhanced"),
        )

    return None if some(items(props, "settings"), measures) else "Container Insights is off"


RULE = Rule(
    name="ecs_cluster_has_container_insights",
    title="ECS clusters have Container Insights.",
    resource_types=frozenset({"aws:ecs/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Add the setting containerInsights with the value enhanced.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-12",
    sources=("SecurityHub ECS.12",),
)
