"""Fixes of the engine install themselves, as they do unless turned off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoMinorVersionUpgrade") in (False, "false"):
        return "minor upgrades are turned off"
    return None


def _mend(props: Props) -> Props:
    return {**props, "autoMinorVersionUpgrade": True}


RULE = Rule(
    name="elasticache_group_takes_minor_upgrades",
    title="ElastiCache takes minor upgrades.",
    resource_types=frozenset({"aws:elasticache/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Remove autoMinorVersionUpgrade or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-2",
    sources=("SecurityHub ElastiCache.2",),
    remediate=_mend,
)
