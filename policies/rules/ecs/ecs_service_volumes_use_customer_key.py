"""The volumes that a service makes for its tasks are encrypted under a key of the customer's own."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    volume = value(props, "volumeConfiguration.managedEbsVolume")
    if volume is None:
        raise NotApplicable("it makes no volumes")
    if value(volume, "encrypted") is not True:
        return "its volumes are not encrypted"
    if not customer_key(value(volume, "kmsKeyId")):
        return "its volumes are encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="ecs_service_volumes_use_customer_key",
    title="ECS services encrypt volumes under a customer key.",
    resource_types=frozenset({"aws:ecs/service:Service"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted and kmsKeyId of volumeConfiguration.managedEbsVolume.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3",
    sources=("SecurityHub EC2.3",),
)
