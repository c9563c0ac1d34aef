"""An access point shows a directory of the file system, not all of it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "rootDirectory.path", "/") == "/":
        return "it shows the whole file system"
    return None


RULE = Rule(
    name="efs_access_point_has_root_directory",
    title="EFS access points have a root directory.",
    resource_types=frozenset({"aws:efs/accessPoint:AccessPoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.TENANT_ISOLATION}),
    remediation="Set rootDirectory.path to a directory of the application's own.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-3",
    sources=("SecurityHub EFS.3",),
)
