"""Clients of a serverless cache are users of a group."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("engine") == "memcached":
        raise NotApplicable("memcached knows no users")
    if not props.get("userGroupId"):
        return "it asks nobody who they are"
    return None


RULE = Rule(
    name="elasticache_serverless_cache_authenticates",
    title="ElastiCache serverless caches ask who their clients are.",
    resource_types=frozenset({"aws:elasticache/serverlessCache:ServerlessCache"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set userGroupId.",
    link="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
)
