"""Snapshots are shared with named accounts at most, never with all."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "all" in items(props, "sharedAccounts"):
        return "it is shared with every AWS account"
    return None


RULE = Rule(
    name="rds_snapshot_is_not_public",
    title="RDS snapshots are private.",
    resource_types=frozenset(
        {
            "aws:rds/clusterSnapshot:ClusterSnapshot",
            "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
            "aws:rds/snapshot:Snapshot",
            "aws:rds/snapshotCopy:SnapshotCopy",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Remove all from sharedAccounts.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-1",
    sources=("SecurityHub RDS.1",),
)
