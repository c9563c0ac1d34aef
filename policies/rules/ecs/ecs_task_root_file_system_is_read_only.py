"""An intruder in a container cannot change the program it runs."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    writable = labels(containers(props), lambda each: value(each, "readonlyRootFilesystem") is not True)
    return f"{', '.join(writable)} can write to its root file system" if writable else None


RULE = Rule(
    name="ecs_task_root_file_system_is_read_only",
    title="ECS containers have a read-only root file system.",
    resource_types=frozenset(
        {"aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.SECURE_CONFIGURATION, Objective.SOFTWARE_INTEGRITY}),
    remediation="Set readonlyRootFilesystem to true and mount volumes for what must be written.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5",
    sources=("SecurityHub ECS.5",),
)
