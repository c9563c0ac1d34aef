"""Each shard has a replica in another zone, as it does unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("numReplicasPerShard", 1), 1):
        return "its shards have no replica"
    return None


RULE = Rule(
    name="memorydb_cluster_spans_zones",
    title="MemoryDB clusters span zones.",
    resource_types=frozenset({"aws:memorydb/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove numReplicasPerShard or set it to 1 or more.",
    link="https://docs.aws.amazon.com/memorydb/latest/devguide/autofailover.html",
)
