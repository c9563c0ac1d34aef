"""Copies that fail, and recovery points that somebody changed, are told."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

WANTED = frozenset({"COPY_JOB_FAILED", "RECOVERY_POINT_MODIFIED"})
"""Failures of backup jobs are metrics as well; these are not (AWS Backup Developer Guide, "Notification options")."""


def _check(props: Props) -> str | None:
    missing = lacking(WANTED, items(props, "backupVaultEvents"))
    return f"it leaves out {', '.join(missing)}" if missing else None


RULE = Rule(
    name="backup_notifications_tell_failures",
    title="Backup notifications tell failures.",
    resource_types=frozenset({"aws:backup/vaultNotifications:VaultNotifications"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Add the events to backupVaultEvents.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html",
)
