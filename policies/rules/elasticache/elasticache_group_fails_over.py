"""A replica takes over by itself when the primary is lost."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("automaticFailoverEnabled") is not True:
        return "nobody takes over from its primary"
    return None


RULE = Rule(
    name="elasticache_group_fails_over",
    title="ElastiCache groups fail over by themselves.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set automaticFailoverEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-3",
    sources=("SecurityHub ElastiCache.3",),
)
