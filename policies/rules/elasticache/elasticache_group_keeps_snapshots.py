"""Snapshots are taken daily and kept for a week or more."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 7
"""Security Hub, ElastiCache.1, asks for one day; a week is what it asks of databases."""


def _keeps(days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("snapshotRetentionLimit"), days):
            return f"snapshots are kept for less than {days} days"
        return None

    return check


RULE = Rule(
    name="elasticache_group_keeps_snapshots",
    title="ElastiCache snapshots are kept for at least a week.",
    resource_types=frozenset(
        {"aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/serverlessCache:ServerlessCache"}
    ),
    check=_keeps(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=35, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set snapshotRetentionLimit to 7 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-1",
    sources=("SecurityHub ElastiCache.1",),
)
