"""Who may enter an account is reviewed by groups, and ends when somebody leaves one."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("principalType") != "GROUP":
        return "it is for one person"
    return None


RULE = Rule(
    name="ssoadmin_assignment_is_for_a_group",
    title="Accounts are assigned to groups.",
    resource_types=frozenset({"aws:ssoadmin/accountAssignment:AccountAssignment"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Assign the permission set to a group.",
    link="https://docs.aws.amazon.com/singlesignon/latest/userguide/useraccess.html",
)
