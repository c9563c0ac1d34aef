"""A policy that lets a principal assume roles names them."""

import re

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ASSUMING = frozenset({"sts:assumerole"})
_ANY_ROLE = re.compile(r"\*|arn:[^:]*:iam::[^:]*:(\*|role/\*)")


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if not statement.allows or not statement.covers(ASSUMING):
            continue
        if any(_ANY_ROLE.fullmatch(resource) for resource in statement.resources):
            return f"{statement.label} assumes any role"
    return None


RULE = Rule(
    name="iam_policy_names_roles_to_assume",
    title="IAM policies name the roles to assume.",
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
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.LEAST_PRIVILEGE}),
    remediation="Name the roles in Resource.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
)
