"""The volumes that an instance declares are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, named, numbered, together, value


def _check(props: Props) -> str | None:
    root = named(props, "rootBlockDevice")
    volumes = together(numbered(items(props, "ebsBlockDevices"), "ebsBlockDevices"), root)

    def fault(label: str, volume: Props) -> str | None:
        return fault_among(
            (f"{label} is not encrypted", lambda: value(volume, "encrypted") is not True),
            (f"{label} is encrypted under a key that AWS chose", lambda: not customer_key(value(volume, "kmsKeyId"))),
        )

    return fault_in(volumes, fault)


RULE = Rule(
    name="ec2_instance_volumes_use_customer_key",
    title="EC2 instances encrypt volumes under a customer key.",
    resource_types=frozenset({"aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted and kmsKeyId on rootBlockDevice and every element of ebsBlockDevices.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3",
    sources=("SecurityHub EC2.3",),
)
