"""The role of a delivery stream into a search domain: these resources, and nothing else.

Source of the actions: Amazon Data Firehose Developer Guide, "Grant Firehose access to an Amazon OpenSearch Service
destination in a VPC".
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.site import Site
from settings import DataClass

INTERFACE_REASON = "Firehose makes its own network interfaces, whose ids nobody knows beforehand"


@dataclass(frozen=True, kw_only=True)
class DeliveryRoleArgs:
    """What the role may reach."""

    site: Site
    """Region of the stream, whose key for logs encrypts it."""
    domain_arn: pulumi.Input[str]
    """Domain to write documents into."""
    archive_bucket_arn: pulumi.Input[str]
    """Bucket to write every record into."""
    error_log_group_arn: pulumi.Input[str]
    """Log group for what cannot be delivered."""
    transformer_arn: pulumi.Input[str] | None
    """Lambda function to call, if any."""


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
    here = {"StringEquals": {"aws:RequestedRegion": args.site.name}}
    statements = [
        Statement(
            actions=[
                "es:DescribeDomain",
                "es:DescribeDomainConfig",
                "es:DescribeDomains",
                "es:ESHttpGet",
                "es:ESHttpPost",
                "es:ESHttpPut",
            ],
            resources=[args.domain_arn, pulumi.Output.concat(args.domain_arn, "/*")],
        ),
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
            actions=[
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcAttribute",
                "ec2:DescribeVpcs",
            ],
            wildcard_reason=INTERFACE_REASON,
            conditions=here,
        ),
    ]
    if args.transformer_arn is not None:
        function = pulumi.Output.concat(args.transformer_arn, "*")
        statements.append(
            Statement(actions=["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"], resources=[function])
        )
    return statements
