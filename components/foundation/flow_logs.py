"""A record of every connection that a VPC accepts or refuses (Amazon VPC User Guide, "VPC Flow Logs")."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site

AGGREGATION_SECONDS = 60
"""The shorter of the two windows that flow logs offer (60 and 600), for detection within minutes."""


@dataclass(frozen=True, kw_only=True)
class FlowLogsArgs:
    """Which VPC to record and how long to keep it."""

    site: Site
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The VPC."""


class FlowLogs(pulumi.ComponentResource):
    """All traffic of a VPC into an encrypted log group."""

    log_group_name: pulumi.Output[str]
    """Name of the log group."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:FlowLogs", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        group = log_group(
            f"{name}-group",
            path=f"/aws/vpc/{args.site.context.physical_name('flow-logs', 256)}",
            site=args.site,
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            name=args.site.context.physical_name(f"flow-logs-{args.site.name}", 64),
            description="Lets VPC flow logs write to their log group.",
            assume_role_policy=trust(
                "vpc-flow-logs.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": args.site.context.account_id}},
            ),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            name="write-flow-logs",
            role=role.name,
            policy=document(
                Statement(
                    actions=["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    resources=[group.arn, pulumi.Output.concat(group.arn, ":*")],
                ),
                Statement(
                    actions=["logs:DescribeLogGroups"],
                    wildcard_reason="DescribeLogGroups lists; it takes no single group as its resource",
                ),
            ),
            opts=child,
        )
        log = aws.ec2.FlowLog(
            f"{name}-log",
            region=args.site.name,
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=AGGREGATION_SECONDS,
            tags=args.site.context.tagged(f"{name}-log"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.log_group_name = group.name
        paths = registered(searched("flows", log.arn))
        self.register_outputs({"log_group_name": self.log_group_name, "paths": paths})
