"""Nobody may delete recovery points while the vault's policy stands.

AWS Config, `backup-recovery-point-manual-deletion-disabled`.
"""

from policies.iam.findings import fault
from policies.iam.questions import anybody
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DELETING = ("backup:deleterecoverypoint", "backup:updaterecoverypointlifecycle")


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), anybody(DELETING, granted=True))


RULE = Rule(
    name="backup_vault_policy_keeps_recovery_points",
    title="Backup vault policies deny deletion.",
    resource_types=frozenset({"aws:backup/vaultPolicy:VaultPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DELETION_PROTECTION}),
    remediation="Deny backup:DeleteRecoveryPoint and backup:UpdateRecoveryPointLifecycle to everyone.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
)
