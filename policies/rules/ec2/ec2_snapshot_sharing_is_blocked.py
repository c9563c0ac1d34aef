"""No snapshot of the region can be made public, and those that were are so no more."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("state") != "block-all-sharing":
        return "snapshots can be public"
    return None


RULE = Rule(
    name="ec2_snapshot_sharing_is_blocked",
    title="EBS snapshots cannot be public.",
    resource_types=frozenset({"aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Set state to block-all-sharing.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-182",
    sources=("SecurityHub EC2.1", "SecurityHub EC2.182"),
)
