"""A vault's lock keeps recovery points for a time, against administrators too.

AWS Backup Developer Guide, "AWS Backup Vault Lock".
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("minRetentionDays"), 1):
        return "recovery points can be deleted at once"
    return None


RULE = Rule(
    name="backup_vault_lock_keeps_recovery_points",
    title="Backup vault locks keep recovery points.",
    resource_types=frozenset({"aws:backup/vaultLockConfiguration:VaultLockConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_INTEGRITY}),
    remediation="Set minRetentionDays.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
)
