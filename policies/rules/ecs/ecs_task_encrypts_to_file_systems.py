"""What a task reads from and writes to EFS is encrypted on the way."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, volume: Props) -> str | None:
        mount = value(volume, "efsVolumeConfiguration")
        if mount is not None and value(mount, "transitEncryption") != "ENABLED":
            return f"{label} is mounted without TLS"
        return None

    return fault_in(numbered(items(props, "volumes"), "volumes"), fault)


RULE = Rule(
    name="ecs_task_encrypts_to_file_systems",
    title="ECS tasks mount file systems over TLS.",
    resource_types=frozenset({"aws:ecs/taskDefinition:TaskDefinition"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set efsVolumeConfiguration.transitEncryption to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-18",
    sources=("SecurityHub ECS.18",),
)
