"""Backups are taken daily and kept for a week or more."""

from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 7
"""What FSx for Windows keeps unless told otherwise."""
SCRATCH = frozenset({"SCRATCH_1", "SCRATCH_2"})
"""Lustre for data that is kept elsewhere."""


def _keeps(days: int) -> Check:
    def check(props: Props) -> str | None:
        if props.get("deploymentType") in SCRATCH:
            raise NotApplicable("scratch space has no backups")
        if not at_least(props.get("automaticBackupRetentionDays"), days):
            return f"backups are kept for less than {days} days"
        return None

    return check


RULE = Rule(
    name="fsx_file_system_keeps_backups",
    title="FSx backups are kept for at least a week.",
    resource_types=frozenset(
        {
            "aws:fsx/lustreFileSystem:LustreFileSystem",
            "aws:fsx/ontapFileSystem:OntapFileSystem",
            "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
        }
    ),
    check=_keeps(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=90, check=_keeps),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set automaticBackupRetentionDays to 7 or more.",
    link="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html",
)
