"""The most that a deploy role can ever do."""

from collections.abc import Sequence

import pulumi

from components._shared.iam import Statement
from components.delivery.deploy_actions import deploy_actions

MANAGE_IAM = (
    "iam:Add*",
    "iam:AttachRolePolicy",
    "iam:CreateInstanceProfile",
    "iam:CreatePolicy*",
    "iam:CreateRole",
    "iam:CreateServiceLinkedRole",
    "iam:DeleteInstanceProfile",
    "iam:DeletePolicy*",
    "iam:DeleteRole*",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:PutRolePolicy",
    "iam:RemoveRole*",
    "iam:Tag*",
    "iam:Untag*",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole*",
)

TAMPER = ("iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Set*", "iam:Update*")


def ceiling_statements(
    *,
    account_id: pulumi.Input[str],
    name_prefix: str,
    pipeline_prefix: str,
    regions: Sequence[str],
) -> list[Statement]:
    """Return what a deploy role may do in *regions*: the platform's services, and IAM under *name_prefix*.

    What is named *pipeline_prefix* stays out of its reach, so that it cannot raise its own ceiling.
    """

    def arns(*paths: str) -> list[pulumi.Output[str]]:
        return [pulumi.Output.concat("arn:aws:iam::", account_id, ":", path) for path in paths]

    return [
        Statement(
            sid="Platform",
            actions=deploy_actions(),
            conditions={"StringEquals": {"aws:RequestedRegion": list(regions)}},
            wildcard_reason="most of these services let no name be asked for before the resource exists",
        ),
        Statement(
            sid="Roles",
            actions=MANAGE_IAM,
            resources=arns(
                f"role/{name_prefix}-*",
                f"policy/{name_prefix}-*",
                f"instance-profile/{name_prefix}-*",
                "role/aws-service-role/*",
            ),
        ),
        Statement(
            sid="Account",
            actions=["iam:Get*", "iam:List*", "iam:UpdateAccountPasswordPolicy", "sts:GetCallerIdentity"],
            wildcard_reason="reading IAM, and the account's one password policy",
        ),
        Statement(
            sid="Pipeline",
            effect="Deny",
            actions=TAMPER,
            resources=arns(f"role/{pipeline_prefix}-*", f"policy/{pipeline_prefix}-*", "oidc-provider/*"),
        ),
    ]
