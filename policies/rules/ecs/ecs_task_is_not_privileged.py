"""A container has no more power over its host than any other process."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    privileged = labels(containers(props), lambda each: value(each, "privileged"))
    return f"{', '.join(privileged)} has root's power over its host" if privileged else None


RULE = Rule(
    name="ecs_task_is_not_privileged",
    title="ECS containers are not privileged.",
    resource_types=frozenset(
        {"aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Remove privileged or set it to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4",
    sources=("SecurityHub ECS.4",),
)
