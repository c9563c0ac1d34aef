"""A container doesn't see the files of its host, nor the socket of its container engine.

Amazon ECS Developer Guide, "Amazon ECS task and container security best practices".
"""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    shared = labels(numbered(items(props, "volumes"), "volumes"), lambda volume: value(volume, "hostPath"))
    return f"{', '.join(shared)} is a folder of its host" if shared else None


RULE = Rule(
    name="ecs_task_mounts_nothing_of_its_host",
    title="ECS tasks mount no folders of their host.",
    resource_types=frozenset({"aws:ecs/taskDefinition:TaskDefinition"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION, Objective.TENANT_ISOLATION}),
    remediation="Replace hostPath by a volume of its own.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
)
