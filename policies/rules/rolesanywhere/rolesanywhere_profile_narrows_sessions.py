"""A machine outside AWS gets less than the whole of a role."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not props.get("sessionPolicy") and not items(props, "managedPolicyArns"):
        return "its sessions have all permissions of its roles"
    return None


RULE = Rule(
    name="rolesanywhere_profile_narrows_sessions",
    title="Roles Anywhere sessions are narrowed.",
    resource_types=frozenset({"aws:rolesanywhere/profile:Profile"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set sessionPolicy or managedPolicyArns.",
    link="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html",
)
