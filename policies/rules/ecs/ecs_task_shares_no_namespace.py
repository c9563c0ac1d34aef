"""A container sees its own processes, not those of the host."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    shared = those(("pidMode", "ipcMode", "networkMode"), lambda mode: props.get(mode) == "host")
    return f"{', '.join(shared)} is the host's" if shared else None


RULE = Rule(
    name="ecs_task_shares_no_namespace",
    title="ECS tasks share no namespace with their host.",
    resource_types=frozenset({"aws:ecs/taskDefinition:TaskDefinition"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.SECURE_CONFIGURATION, Objective.TENANT_ISOLATION}),
    remediation="Remove pidMode and ipcMode, and set networkMode to awsvpc.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-3",
    sources=(
        "SecurityHub ECS.3",
        "SecurityHub ECS.17",
    ),
)
