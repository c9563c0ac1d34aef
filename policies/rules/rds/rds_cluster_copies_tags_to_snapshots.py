"""Snapshots carry the tags of their cluster, so that owner, cost and data class stay with the data."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("copyTagsToSnapshot") is not True:
        return "snapshots lose their tags"
    return None


RULE = Rule(
    name="rds_cluster_copies_tags_to_snapshots",
    title="RDS snapshots keep their tags.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.DATA_CLASSIFICATION}),
    remediation="Set copyTagsToSnapshot to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-16",
    sources=("SecurityHub RDS.16", "SecurityHub RDS.17"),
)
