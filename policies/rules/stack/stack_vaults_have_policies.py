"""Every backup vault has a policy, which can keep its recovery points from those who may otherwise do everything."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_vaults_have_policies",
    title="Backup vaults have policies.",
    check=each_has(
        guarded=frozenset({"aws:backup/vault:Vault"}),
        by=("aws:backup/vaultPolicy:VaultPolicy",),
        prop="backupVaultName",
        fault="it has no policy, and whoever IAM allows deletes its recovery points",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP, Objective.DELETION_PROTECTION}),
    remediation="Declare a VaultPolicy that denies the deletion of recovery points.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
)
