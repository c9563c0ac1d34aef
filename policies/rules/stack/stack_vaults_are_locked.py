"""Every backup vault is locked: nobody, administrators included, deletes recovery points before their time."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_vaults_are_locked",
    title="Every backup vault is locked.",
    check=each_has(
        guarded=frozenset({"aws:backup/vault:Vault"}),
        by=("aws:backup/vaultLockConfiguration:VaultLockConfiguration",),
        prop="backupVaultName",
        fault="it is not locked",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DATA_INTEGRITY}),
    remediation="Declare a VaultLockConfiguration for it.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
)
