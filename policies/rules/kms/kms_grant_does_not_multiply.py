"""Grants don't make further grants."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "CreateGrant" not in items(props, "operations") or items(props, "constraints"):
        return None
    return "its grantee may hand the key on to anybody"


RULE = Rule(
    name="kms_grant_does_not_multiply",
    title="Grants don't make further grants.",
    resource_types=frozenset({"aws:kms/grant:Grant"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.LEAST_PRIVILEGE}),
    remediation="Take CreateGrant out of operations, or set constraints.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
)
