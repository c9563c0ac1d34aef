"""Nobody is allowed to give themselves more permissions.

Changing permissions is harmless on named principals, or within a boundary (IAM User Guide, "Permissions boundaries").
"""

import re

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ESCALATING = frozenset(
    {
        "iam:addusertogroup",
        "iam:attachgrouppolicy",
        "iam:attachrolepolicy",
        "iam:attachuserpolicy",
        "iam:createaccesskey",
        "iam:createloginprofile",
        "iam:createpolicyversion",
        "iam:putgrouppolicy",
        "iam:putrolepolicy",
        "iam:putuserpolicy",
        "iam:setdefaultpolicyversion",
        "iam:updateassumerolepolicy",
        "iam:updateloginprofile",
    }
)
"""Actions each of which, on a principal or policy of the holder's choice, gives the holder everything."""
_ANY = re.compile(r"\*|arn:[^:]*:iam::[^:]*:(\*|(group|policy|role|user)/\*)")


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if not statement.allows or not statement.covers(ESCALATING):
            continue
        if not any(_ANY.fullmatch(resource) for resource in statement.resources):
            continue
        if not statement.condition_values("iam:permissionsboundary"):
            return f"{statement.label} lets its holder give themselves more permissions"
    return None


RULE = Rule(
    name="iam_policy_cannot_escalate",
    title="IAM policies don't let their holder take more.",
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
    remediation="Name principals and policies in Resource, or add a condition on iam:PermissionsBoundary.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)
