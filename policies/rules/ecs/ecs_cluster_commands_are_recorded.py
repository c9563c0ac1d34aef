"""What somebody types into a container is written down, and encrypted on its way there."""

from policies.answers import fault_among
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "commands in its containers are not recorded",
            lambda: value(props, "configuration.executeCommandConfiguration.logging", "DEFAULT") == "NONE",
        ),
        (
            "sessions in its containers are not encrypted under a customer key",
            lambda: not customer_key(value(props, "configuration.executeCommandConfiguration.kmsKeyId")),
        ),
    )


RULE = Rule(
    name="ecs_cluster_commands_are_recorded",
    title="ECS clusters record commands in containers.",
    resource_types=frozenset({"aws:ecs/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.PRIVILEGED_ACCESS}),
    remediation="Set configuration.executeCommandConfiguration with kmsKeyId and a logging that isn't NONE.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
)
