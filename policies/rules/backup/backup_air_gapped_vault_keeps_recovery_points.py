"""Recovery points apart from the account stay for a week or more, whoever wants them gone."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 7
"""The least that such a vault takes (AWS Backup Developer Guide, "Logically air-gapped vault")."""


def _keeps(days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("minRetentionDays"), days):
            return f"recovery points may go after less than {days} days"
        return None

    return check


RULE = Rule(
    name="backup_air_gapped_vault_keeps_recovery_points",
    title="Air-gapped vaults keep recovery points for a week.",
    resource_types=frozenset({"aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"}),
    check=_keeps(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=36500, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_INTEGRITY}),
    remediation="Set minRetentionDays to 7 or more.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html",
)
