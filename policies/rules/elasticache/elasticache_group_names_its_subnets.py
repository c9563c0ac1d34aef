"""Caches stand in subnets that were chosen for them, not in those of the default network."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("subnetGroupName") in (None, "", "default"):
        return "it is in the default network"
    return None


RULE = Rule(
    name="elasticache_group_names_its_subnets",
    title="ElastiCache groups are in chosen subnets.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set subnetGroupName to a group of isolated subnets.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-7",
    sources=("SecurityHub ElastiCache.7",),
)
