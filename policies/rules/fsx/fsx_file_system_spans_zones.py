"""A file server in another zone takes over."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

MODES = frozenset({"MULTI_AZ_1", "MULTI_AZ_2"})


def _check(props: Props) -> str | None:
    if props.get("deploymentType") not in MODES:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="fsx_file_system_spans_zones",
    title="FSx file systems span zones.",
    resource_types=frozenset(
        {
            "aws:fsx/ontapFileSystem:OntapFileSystem",
            "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set deploymentType to MULTI_AZ_1.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/fsx-controls.html#fsx-5",
    sources=("SecurityHub FSx.5", "SecurityHub FSx.3", "SecurityHub FSx.4"),
)
