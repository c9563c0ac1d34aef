"""A policy that lets a principal pass roles to services names the roles.

Whoever passes any role has the permissions of all of them (IAM User Guide, "Grant a user permissions to pass a role to
an AWS service").
"""

import re

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

PASSING = frozenset({"iam:passrole"})
_ANY_ROLE = re.compile(r"\*|arn:[^:]*:iam::[^:]*:(\*|role/\*)")


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if not statement.allows or not statement.covers(PASSING):
            continue
        if any(_ANY_ROLE.fullmatch(resource) for resource in statement.resources):
            return f"{statement.label} passes any role to a service"
    return None


RULE = Rule(
    name="iam_policy_names_roles_to_pass",
    title="IAM policies name the roles to pass.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicy:GroupPolicy",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Name the roles in Resource.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
)
