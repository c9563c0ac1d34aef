"""Automatic backups, and with them recovery to any second, reach back a week or more."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 7
"""Security Hub, Neptune.5: the default minimum."""


def _keeps(days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("backupRetentionPeriod"), days):
            return f"backups are kept for less than {days} days"
        return None

    return check


RULE = Rule(
    name="neptune_cluster_keeps_backups",
    title="Neptune backups are kept for at least a week.",
    resource_types=frozenset({"aws:neptune/cluster:Cluster"}),
    check=_keeps(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=35, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set backupRetentionPeriod to 7 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html#neptune-5",
    sources=("SecurityHub Neptune.5",),
)
