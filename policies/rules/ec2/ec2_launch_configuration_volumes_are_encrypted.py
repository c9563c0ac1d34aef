"""The volumes that a launch configuration declares are encrypted."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together, value


def _check(props: Props) -> str | None:
    root = named(props, "rootBlockDevice")
    blocks = together(numbered(items(props, "ebsBlockDevices"), "ebsBlockDevices"), root)
    plain = labels(blocks, lambda block: value(block, "encrypted") is not True)
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
