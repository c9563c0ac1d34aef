"""Snapshots are taken through the day and kept for a week or more."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 7
"""Security Hub, Redshift.3: the default minimum."""


def _keeps(days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("automatedSnapshotRetentionPeriod"), days):
            return f"snapshots are kept for less than {days} days"
        return None

    return check


RULE = Rule(
    name="redshift_cluster_keeps_snapshots",
    title="Redshift snapshots are kept for at least a week.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_keeps(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=35, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set automatedSnapshotRetentionPeriod to 7 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-3",
    sources=("SecurityHub Redshift.3",),
)
