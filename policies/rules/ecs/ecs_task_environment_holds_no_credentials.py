"""What a container must keep secret isn't in its definition, which many may read."""

from policies.credentials import is_credential
from policies.lists import labels, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    telling = labels(containers(props), lambda each: some(items(each, "environment"), _is_credential))
    return f"a variable of {', '.join(telling)} holds a credential" if telling else None


def _is_credential(variable: Props) -> bool:
    return is_credential(value(variable, "name", ""), value(variable, "value"))


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
