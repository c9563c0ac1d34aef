"""The nodes of a Memcached cluster stand in different zones."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("engine") != "memcached":
        raise NotApplicable("other engines have one node, or are of a replication group")
    if props.get("azMode") != "cross-az":
        return "it stands in one zone"
    return None


RULE = Rule(
    name="elasticache_cluster_spans_zones",
    title="ElastiCache clusters span zones.",
    resource_types=frozenset({"aws:elasticache/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set azMode to cross-az and numCacheNodes to 2 or more.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/disaster-recovery-resiliency.html",
)
