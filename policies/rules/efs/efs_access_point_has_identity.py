"""Whoever comes through an access point is one user, whatever it says it is."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    is_open = some(("uid", "gid"), lambda name: value(props, f"posixUser.{name}") is None)
    return "clients choose who they are" if is_open else None


RULE = Rule(
    name="efs_access_point_has_identity",
    title="EFS access points have a user identity.",
    resource_types=frozenset({"aws:efs/accessPoint:AccessPoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set posixUser with uid and gid.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-4",
    sources=("SecurityHub EFS.4",),
)
