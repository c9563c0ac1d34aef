"""Nobody opens a shell in a running container (Amazon ECS Developer Guide, "ECS Exec")."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableExecuteCommand"):
        return "commands can be run in its containers"
    return None


RULE = Rule(
    name="ecs_service_shell_is_closed",
    title="ECS services allow no commands in their containers.",
    resource_types=frozenset({"aws:ecs/service:Service"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.PRIVILEGED_ACCESS, Objective.SECURE_CONFIGURATION}),
    remediation="Remove enableExecuteCommand or set it to false.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
)
