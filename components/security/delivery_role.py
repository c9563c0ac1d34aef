"""The role of a delivery stream of logs: these resources, and nothing else.

Source of the actions: Amazon Data Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination".
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.site import Site
from settings import DataClass


@dataclass(frozen=True, kw_only=True)
class DeliveryRoleArgs:
    """What the role may reach."""

    site: Site
    """Region of the stream, whose key for logs encrypts it."""
    archive_bucket_arn: pulumi.Input[str]
    """Bucket to write every record into."""
    error_log_group_arn: pulumi.Input[str]
    """Log group for what cannot be delivered."""
    indexer_arn: pulumi.Input[str]
    """Alias of the function to call with every record."""


class DeliveryRole(pulumi.ComponentResource):
    """A delivery stream's role; what waits for it waits for its permissions too."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: DeliveryRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:DeliveryRole", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.site.context.physical_name(f"siem-delivery-{args.site.name}", max_length=64),
            assume_role_policy=trust(
                "firehose.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": args.site.context.account_id}},
            ),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=child,
        )
        aws.iam.RolePolicy(
            f"{name}-permissions", name="deliver", role=role.name, policy=document(*_statements(args)), opts=child
        )
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})


def _statements(args: DeliveryRoleArgs) -> list[Statement]:
    return [
        Statement(
            actions=["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            resources=[args.archive_bucket_arn],
        ),
        Statement(
            actions=["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
            resources=[pulumi.Output.concat(args.archive_bucket_arn, "/siem*")],
        ),
        Statement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[args.site.key_arns[DataClass.RESTRICTED]]),
        Statement(
            actions=["logs:PutLogEvents"],
            resources=[pulumi.Output.concat(args.error_log_group_arn, ":log-stream:*")],
        ),
        Statement(
            actions=["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
            resources=[args.indexer_arn],
        ),
    ]
