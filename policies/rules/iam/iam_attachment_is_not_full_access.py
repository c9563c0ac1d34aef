"""AWS's policies for everything that one service can do are attached to nobody.

AWS names them after what they give, `...FullAccess`: `AWSCloudShellFullAccess` moves files out of the account,
`AmazonBedrockFullAccess` changes guardrails (AWS Managed Policy Reference).
"""

import re

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

_FULL_ACCESS = re.compile(r"arn:[^:]*:iam::aws:policy/([\w+=,.@-]+/)*[\w+=,.@-]*FullAccess(V2|_v2)?")


def _check(props: Props) -> str | None:
    if _FULL_ACCESS.fullmatch(props.get("policyArn") or ""):
        return "it allows everything a service can do"
    return None


RULE = Rule(
    name="iam_attachment_is_not_full_access",
    title="Policies for the whole of a service are attached to nobody.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
            "aws:iam/policyAttachment:PolicyAttachment",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Attach a policy that names the actions.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-27",
    sources=(
        "SecurityHub IAM.27",
        "CIS AWS 5.0.0 1.21",
    ),
)
