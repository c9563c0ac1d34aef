"""AWS's own administrator policies are attached to nobody."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ADMINISTRATOR = frozenset(
    {
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
        "arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk",
        "arn:aws:iam::aws:policy/IAMFullAccess",
        "arn:aws:iam::aws:policy/PowerUserAccess",
    }
)
"""Managed policies that allow everything, or allow their holder to give themselves everything."""


def _check(props: Props) -> str | None:
    if props.get("policyArn") in ADMINISTRATOR:
        return "it makes an administrator"
    return None


RULE = Rule(
    name="iam_attachment_is_not_administrator",
    title="Administrator policies are attached to nobody.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
            "aws:iam/policyAttachment:PolicyAttachment",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Attach a policy that names the actions.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
    sources=("SecurityHub IAM.1", "CIS AWS 5.0.0 1.15"),
)
