"""Snapshots carry the tags of their cluster, so that owner, cost and data class stay with the data."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("copyTagsToSnapshot") is not True:
        return "snapshots lose their tags"
    return None


def _mend(props: Props) -> Props:
    return {**props, "copyTagsToSnapshot": True}


RULE = Rule(
    name="neptune_cluster_copies_tags_to_snapshots",
    title="Neptune snapshots keep their tags.",
    resource_types=frozenset({"aws:neptune/cluster:Cluster"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.DATA_CLASSIFICATION}),
    remediation="Set copyTagsToSnapshot to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html#neptune-8",
    sources=("SecurityHub Neptune.8",),
    remediate=_mend,
)
