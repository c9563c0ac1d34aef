"""Fargate's own software is the newest, with its mends."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "platformVersion", "LATEST") != "LATEST":
        return "it is held to a platform version"
    return None


RULE = Rule(
    name="ecs_service_runs_on_latest_platform",
    title="ECS services run on the latest Fargate platform.",
    resource_types=frozenset({"aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Remove platformVersion or set it to LATEST.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-10",
    sources=("SecurityHub ECS.10",),
)
