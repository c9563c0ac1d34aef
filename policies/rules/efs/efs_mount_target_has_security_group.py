"""A mount target has a security group that was chosen for it, not the default one."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "securityGroups"):
        return "it has the default security group"
    return None


RULE = Rule(
    name="efs_mount_target_has_security_group",
    title="EFS mount targets have security groups.",
    resource_types=frozenset({"aws:efs/mountTarget:MountTarget"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set securityGroups.",
    link="https://docs.aws.amazon.com/efs/latest/ug/network-access.html",
)
