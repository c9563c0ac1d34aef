"""What a container writes is kept."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    silent = labels(containers(props), lambda each: not value(each, "logConfiguration.logDriver"))
    return f"{', '.join(silent)} has no log driver" if silent else None


RULE = Rule(
    name="ecs_task_logs_are_kept",
    title="ECS containers send their logs somewhere.",
    resource_types=frozenset(
        {"aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logConfiguration.logDriver for every container.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-9",
    sources=("SecurityHub ECS.9",),
)
