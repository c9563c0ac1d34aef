"""A container goes on when its logs cannot be delivered (Amazon ECS Developer Guide, "Send logs to CloudWatch")."""

from policies.lists import labels
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    waiting = labels(containers(props), lambda each: value(each, "logConfiguration.options.mode") == "blocking")
    return f"{', '.join(waiting)} stops when its logs cannot be delivered" if waiting else None


RULE = Rule(
    name="ecs_task_logging_does_not_block",
    title="ECS containers do not wait for their logs.",
    resource_types=frozenset(
        {"aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"}
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set the option mode of logConfiguration to non-blocking.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
)
