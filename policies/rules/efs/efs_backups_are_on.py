"""AWS Backup takes a copy of the file system every day."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "backupPolicy.status") != "ENABLED":
        return "automatic backups are off"
    return None


RULE = Rule(
    name="efs_backups_are_on",
    title="EFS backups are on.",
    resource_types=frozenset({"aws:efs/backupPolicy:BackupPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set backupPolicy.status to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-7",
    sources=("SecurityHub EFS.7",),
)
