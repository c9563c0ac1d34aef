"""Tasks have no address on the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "networkConfiguration.assignPublicIp"):
        return "its tasks get public addresses"
    return None


RULE = Rule(
    name="ecs_service_has_no_public_address",
    title="ECS services and task sets assign no public addresses.",
    resource_types=frozenset({"aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove networkConfiguration.assignPublicIp or set it to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-2",
    sources=(
        "SecurityHub ECS.2",
        "SecurityHub ECS.16",
    ),
)
