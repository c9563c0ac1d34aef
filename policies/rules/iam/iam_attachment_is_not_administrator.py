"""AWS's own administrator policies are attached to nobody."""

import re
from typing import Any

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

ADMINISTRATOR = frozenset(
    {
        "AdministratorAccess",
        "AdministratorAccess-Amplify",
        "AdministratorAccess-AWSElasticBeanstalk",
        "IAMFullAccess",
        "PowerUserAccess",
    }
)
"""Managed policies that allow everything, or allow their holder to give themselves everything."""
_OWN = re.compile(r"arn:aws[a-z-]*:iam::aws:policy/([^/]+/)*(?P<name>[^/]+)")
"""AWS's own, in any of its partitions."""


def makes_administrator(arn: Any) -> bool:
    """Return whether the policy *arn* is one of AWS's own for administrators."""
    found = _OWN.fullmatch(arn) if isinstance(arn, str) else None
    return found is not None and found["name"] in ADMINISTRATOR


def _check(props: Props) -> str | None:
    return "it makes an administrator" if makes_administrator(props.get("policyArn")) else None


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
