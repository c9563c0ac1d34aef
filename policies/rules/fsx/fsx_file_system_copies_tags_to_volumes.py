"""Volumes carry the tags of their file system."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("copyTagsToVolumes") is not True:
        return "volumes lose their tags"
    return None


RULE = Rule(
    name="fsx_file_system_copies_tags_to_volumes",
    title="FSx volumes keep their tags.",
    resource_types=frozenset({"aws:fsx/openZfsFileSystem:OpenZfsFileSystem"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ASSET_INVENTORY, Objective.DATA_CLASSIFICATION}),
    remediation="Set copyTagsToVolumes to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/fsx-controls.html#fsx-1",
    sources=("SecurityHub FSx.1",),
)
