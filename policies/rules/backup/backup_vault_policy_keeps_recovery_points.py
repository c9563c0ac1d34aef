"""Nobody may delete recovery points while the vault's policy stands.

AWS Config, `backup-recovery-point-manual-deletion-disabled`.
"""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DELETING = frozenset({"backup:deleterecoverypoint", "backup:updaterecoverypointlifecycle"})
EVERYTHING = frozenset({"*", "backup:*"})


def _check(props: Props) -> str | None:
    denied = frozenset[str]().union(
        *(
            each.actions
            for each in statements(props.get("policy"))
            if not each.allows and each.anyone and not each.conditions
        )
    )
    missing = sorted(DELETING - denied) if denied.isdisjoint(EVERYTHING) else ()
    return f"{', '.join(missing)} is not denied to everyone" if missing else None


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
