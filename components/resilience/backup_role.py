"""A role that AWS Backup works under, with AWS's own policies."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import trust


def create_role(
    name: str,
    role: str,
    *,
    description: str,
    policy_arns: Sequence[str],
    context: Context,
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """Return the ARN of *role*, known once its policies are attached, so that no job starts without its rights."""
    made = aws.iam.Role(
        f"{name}-role",
        name=context.physical_name(role, max_length=64),
        description=description,
        assume_role_policy=trust("backup.amazonaws.com"),
        tags=context.tagged(f"{name}-role"),
        opts=opts,
    )
    attachments = [
        aws.iam.RolePolicyAttachment(
            f"{name}-{policy_arn.rpartition('/')[2]}", role=made.name, policy_arn=policy_arn, opts=opts
        )
        for policy_arn in policy_arns
    ]
    return pulumi.Output.all(made.arn, *(attachment.id for attachment in attachments)).apply(lambda known: known[0])
