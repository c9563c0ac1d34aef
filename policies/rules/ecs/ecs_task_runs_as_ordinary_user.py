"""A container's program isn't root, nor the administrator of a Windows container.

Without a user of its own a definition leaves the choice to the image, which usually means root.
"""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.ecs._containers import containers

ADMINISTRATORS = frozenset({"", "0", "root", "containeradministrator"})


def _check(props: Props) -> str | None:
    powerful = labels(
        containers(props), lambda each: value(each, "user", "").partition(":")[0].lower() in ADMINISTRATORS
    )
    return f"{', '.join(powerful)} runs as an administrator" if powerful else None


RULE = Rule(
    name="ecs_task_runs_as_ordinary_user",
    title="ECS containers run as ordinary users.",
    resource_types=frozenset(
        {"aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set user to one that isn't an administrator.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20",
    sources=(
        "SecurityHub ECS.20",
        "SecurityHub ECS.21",
    ),
)
