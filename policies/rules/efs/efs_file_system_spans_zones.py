"""Files are kept in every zone of the region, not in one."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("availabilityZoneName"):
        return "it stands in one zone"
    return None


RULE = Rule(
    name="efs_file_system_spans_zones",
    title="EFS file systems span zones.",
    resource_types=frozenset({"aws:efs/fileSystem:FileSystem"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove availabilityZoneName.",
    link="https://docs.aws.amazon.com/efs/latest/ug/availability-durability.html",
)
