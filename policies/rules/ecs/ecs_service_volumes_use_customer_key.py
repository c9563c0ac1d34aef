"""The volumes that a service makes for its tasks are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    volume = value(props, "volumeConfiguration.managedEbsVolume")
    if volume is None:
        raise NotApplicable("it makes no volumes")
    return fault_among(
        ("its volumes are not encrypted", lambda: value(volume, "encrypted") is not True),
        ("its volumes are encrypted under a key that AWS chose", lambda: not customer_key(value(volume, "kmsKeyId"))),
    )


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
