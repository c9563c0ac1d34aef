"""A region's backup vaults: one for each holding, under its class's key, locked, closed to deletion.

The lock keeps recovery points for as long as point-in-time recovery reaches back. In a protected deployment it is in
compliance mode: three days after it is set not even the root user can lift it. Elsewhere it is in governance mode,
which those with the permission can, so that a staging stack can be destroyed (AWS Backup Developer Guide, "AWS Backup
Vault Lock").
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.iam import Statement, document
from components._shared.site import Site
from components.resilience.holdings import Holding, Holdings
from components.resilience.retention import continuous_days

COMPLIANCE_GRACE_DAYS = 3
"""Shortest time in which a compliance lock can still be lifted (AWS Backup API, `PutBackupVaultLockConfiguration`)."""
FORBIDDEN = (
    "backup:DeleteBackupVault",
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
)
"""What nobody may do while the vault's policy stands; to take a vault down, its policy goes first."""
EVENTS = (
    "CONTINUOUS_BACKUP_INTERRUPTED",
    "COPY_JOB_FAILED",
    "RECOVERY_POINT_MODIFIED",
    "RESTORE_JOB_COMPLETED",
    "S3_BACKUP_OBJECT_FAILED",
    "S3_RESTORE_OBJECT_FAILED",
)
"""What somebody should hear of; jobs that fail or never start raise the alarms below."""
FAILURES = {
    "NumberOfBackupJobsFailed": "A backup failed: see the job's message, mend it, and run the job again by hand.",
    "NumberOfBackupJobsExpired": "A backup didn't start in its window: look for jobs in its way, or widen the window.",
}


@dataclass(frozen=True, kw_only=True)
class BackupVaultsArgs:
    """Where the vaults stand and what they are encrypted with."""

    site: Site
    """Where they stand; the topic's policy lets AWS Backup publish."""
    holdings: Holdings
    """What they are for."""


class BackupVaults(pulumi.ComponentResource):
    """A locked vault for each holding."""

    arns: Mapping[str, pulumi.Output[str]]
    """By holding; known once the vault is locked."""
    names: Mapping[str, pulumi.Output[str]]

    def __init__(self, name: str, args: BackupVaultsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:BackupVaults", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        vaults = {role: self._create_vault(role, holding) for role, holding in args.holdings.items()}
        locks = {role: self._create_lock(role, args.holdings[role], vault) for role, vault in vaults.items()}
        for role, vault in vaults.items():
            self._create_policy(role, vault)
            self._create_notifications(role, vault)
            self._create_alarms(role, vault)
        self.arns = {role: lock.backup_vault_arn for role, lock in locks.items()}
        self.names = {role: lock.backup_vault_name for role, lock in locks.items()}
        self.register_outputs({"arns": self.arns, "names": self.names})

    def _create_vault(self, role: str, holding: Holding) -> aws.backup.Vault:
        context, label = self._args.site.context, f"{self._name}-{role}-vault"
        return aws.backup.Vault(
            label,
            name=context.physical_name(f"backup-{role}-{self._args.site.name}", max_length=50),
            region=self._args.site.name,
            kms_key_arn=self._args.site.key_arns[holding.data_class],
            force_destroy=not context.protect,
            tags=context.tagged(label, holding.data_class),
            opts=context.stateful(self),
        )

    def _create_lock(self, role: str, holding: Holding, vault: aws.backup.Vault) -> aws.backup.VaultLockConfiguration:
        return aws.backup.VaultLockConfiguration(
            f"{self._name}-{role}-lock",
            region=self._args.site.name,
            backup_vault_name=vault.name,
            min_retention_days=continuous_days(holding.policy),
            max_retention_days=holding.longest_days,
            changeable_for_days=COMPLIANCE_GRACE_DAYS if self._args.site.context.protect else None,
            opts=self._child,
        )

    def _create_policy(self, role: str, vault: aws.backup.Vault) -> None:
        keep = Statement(
            sid="RecoveryPointsStay",
            effect="Deny",
            actions=FORBIDDEN,
            principals={"AWS": ["*"]},
        )
        aws.backup.VaultPolicy(
            f"{self._name}-{role}-policy",
            region=self._args.site.name,
            backup_vault_name=vault.name,
            policy=document(keep),
            opts=self._child,
        )

    def _create_notifications(self, role: str, vault: aws.backup.Vault) -> None:
        aws.backup.VaultNotifications(
            f"{self._name}-{role}-notifications",
            region=self._args.site.name,
            backup_vault_name=vault.name,
            backup_vault_events=list(EVENTS),
            sns_topic_arn=self._args.site.alarm_topic_arn,
            opts=self._child,
        )

    def _create_alarms(self, role: str, vault: aws.backup.Vault) -> None:
        for metric, description in FAILURES.items():
            alarm = Alarm(
                namespace="AWS/Backup",
                metric=metric,
                dimensions={"BackupVaultName": vault.name},
                statistic="Sum",
                threshold=1,
                period_seconds=300,
                evaluation_periods=1,
                description=description,
            )
            declare_alarm(
                f"{self._name}-{role}-{metric.removeprefix('NumberOfBackupJobs').lower()}",
                alarm,
                site=self._args.site,
                opts=self._child,
            )
