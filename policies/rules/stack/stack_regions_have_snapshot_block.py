"""Snapshots of volumes can be shared with everybody in no active region."""

from policies.objectives import Objective
from policies.rules.stack._presence import in_every_region

RULE = in_every_region(
    "stack_regions_have_snapshot_block",
    "blocking of public snapshots",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-182",
    sources=("SecurityHub EC2.182",),
)
