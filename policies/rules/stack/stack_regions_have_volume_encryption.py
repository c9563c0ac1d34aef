"""Volumes are encrypted by default in every active region, whoever makes them."""

from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_volume_encryption",
    "default encryption of volumes",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    works=lambda _graph: lambda switch: value(switch.props, "enabled", True) is True,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-7",
    sources=("SecurityHub EC2.7", "CIS AWS 3.0.0 2.2.1"),
)
