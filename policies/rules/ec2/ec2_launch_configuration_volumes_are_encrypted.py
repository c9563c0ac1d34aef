"""The volumes that a launch configuration declares are encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    blocks = [*numbered(items(props, "ebsBlockDevices"), "ebsBlockDevices")]
    if value(props, "rootBlockDevice") is not None:
        blocks.append(("rootBlockDevice", value(props, "rootBlockDevice")))
    plain = [label for label, block in blocks if value(block, "encrypted") is not True]
    return f"{', '.join(plain)} is not encrypted" if plain else None


RULE = Rule(
    name="ec2_launch_configuration_volumes_are_encrypted",
    title="Launch configurations encrypt volumes.",
    resource_types=frozenset({"aws:ec2/launchConfiguration:LaunchConfiguration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted on rootBlockDevice and every element of ebsBlockDevices.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3",
    sources=("SecurityHub EC2.3",),
)
