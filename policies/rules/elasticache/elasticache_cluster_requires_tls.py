"""Clients of a Memcached cluster talk to it over TLS."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("engine") != "memcached":
        raise NotApplicable("a node of a replication group has that of its group")
    if props.get("transitEncryptionEnabled") is not True:
        return "it is not encrypted in transit"
    return None


RULE = Rule(
    name="elasticache_cluster_requires_tls",
    title="ElastiCache clusters require TLS.",
    resource_types=frozenset({"aws:elasticache/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set transitEncryptionEnabled to true.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
)
