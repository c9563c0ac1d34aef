"""What a container must keep secret isn't in its definition, which many may read."""

from policies.credentials import is_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    for label, each in containers(props):
        for variable in items(each, "environment"):
            if is_credential(value(variable, "name", ""), value(variable, "value")):
                return f"a variable of {label} holds a credential"
    return None


RULE = Rule(
    name="ecs_task_environment_holds_no_credentials",
    title="ECS containers get credentials as secrets.",
    resource_types=frozenset({"aws:ecs/taskDefinition:TaskDefinition"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Move the variable from environment to secrets, with valueFrom naming a secret or parameter.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8",
    sources=("SecurityHub ECS.8",),
)
