"""Each shard has a replica in another zone, as it does unless told otherwise."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least

FEWEST = 2


def _check(props: Props) -> str | None:
    if not at_least(props.get("shardInstanceCount", FEWEST), FEWEST):
        return "its shards stand in one zone"
    return None


RULE = Rule(
    name="docdb_elastic_cluster_spans_zones",
    title="DocumentDB elastic clusters span zones.",
    resource_types=frozenset({"aws:docdb/elasticCluster:ElasticCluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove shardInstanceCount or set it to 2 or more.",
    link="https://docs.aws.amazon.com/documentdb/latest/developerguide/elastic-how-it-works.html",
)
