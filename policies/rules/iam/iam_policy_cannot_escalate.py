"""Nobody is allowed to give themselves more permissions.

Changing permissions is harmless on named principals, within a boundary, or by named policies (IAM User Guide,
"Permissions boundaries").
"""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, beyond, held
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ESCALATING = {
    "group": ("iam:addusertogroup", "iam:attachgrouppolicy", "iam:putgrouppolicy"),
    "policy": ("iam:createpolicyversion", "iam:setdefaultpolicyversion"),
    "role": ("iam:attachrolepolicy", "iam:putrolepolicy", "iam:updateassumerolepolicy"),
    "user": (
        "iam:attachuserpolicy",
        "iam:createaccesskey",
        "iam:createloginprofile",
        "iam:putuserpolicy",
        "iam:updateloginprofile",
    ),
}
"""Actions by what they change, each of which on one of the holder's choice gives the holder everything."""
HARMLESS = beyond("iam:permissionsboundary", "iam:policyarn", "iam:resourcetag/")


def _check(props: Props) -> str | None:
    policy = props.get("policy")
    for kind, actions in ESCALATING.items():
        found = fault(policy, held(actions, f"arn:*:iam::*:{kind}/{ANY_NAME}", guards=HARMLESS))
        if found:
            return found
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
