"""Automatic backups, and with them recovery to any second, reach back a week or more."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least
from policies.rules.rds._replicas import source_of

SHORTEST_DAYS = 7
"""Security Hub, RDS.11: the default minimum."""


def _check(props: Props) -> str | None:
    if source_of(props):
        raise NotApplicable("a replica's source is what is backed up")
    if not at_least(props.get("backupRetentionPeriod"), SHORTEST_DAYS):
        return f"backups are kept for less than {SHORTEST_DAYS} days"
    return None


RULE = Rule(
    name="rds_database_keeps_backups",
    title="RDS backups are kept for at least a week.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set backupRetentionPeriod to 7 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11",
    sources=("SecurityHub RDS.11", "SecurityHub RDS.50"),
)
