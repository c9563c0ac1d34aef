"""Automatic backups, and with them recovery to any second, reach back a week or more."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 7
"""Security Hub, DocumentDB.2: the default minimum."""


def _keeps(days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("backupRetentionPeriod"), days):
            return f"backups are kept for less than {days} days"
        return None

    return check


RULE = Rule(
    name="docdb_cluster_keeps_backups",
    title="DocumentDB backups are kept for at least a week.",
    resource_types=frozenset({"aws:docdb/cluster:Cluster", "aws:docdb/elasticCluster:ElasticCluster"}),
    check=_keeps(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=35, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set backupRetentionPeriod to 7 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-2",
    sources=("SecurityHub DocumentDB.2",),
)
