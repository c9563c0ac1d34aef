"""Backups carry the tags of what they are of, so that owner, cost and data class stay with the data."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("copyTagsToBackups") is not True:
        return "backups lose their tags"
    return None


RULE = Rule(
    name="fsx_file_system_copies_tags_to_backups",
    title="FSx backups keep their tags.",
    resource_types=frozenset(
        {
            "aws:fsx/lustreFileSystem:LustreFileSystem",
            "aws:fsx/ontapVolume:OntapVolume",
            "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.DATA_CLASSIFICATION}),
    remediation="Set copyTagsToBackups to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/fsx-controls.html#fsx-1",
    sources=("SecurityHub FSx.1", "SecurityHub FSx.2"),
)
