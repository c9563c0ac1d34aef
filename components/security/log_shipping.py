"""One region's log groups sent to a search domain of the same jurisdiction.

A CloudWatch Logs destination stands in for the delivery stream, because a log group can only be subscribed to
something of its own region while the stream may be in another (CloudWatch Logs User Guide, "Cross-account
cross-Region subscriptions"). Never ship the log group of the stream's own errors: it would feed itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document, trust
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class LogShippingArgs:
    """What is shipped where."""

    site: Site
    """Region of the log groups."""
    stream_arn: pulumi.Input[str]
    """Delivery stream of the jurisdiction's search domain."""
    log_group_names: Mapping[str, pulumi.Input[str]]
    """Log groups to ship, by a short name of what logs into them. A log group takes two subscriptions at most."""


class LogShipping(pulumi.ComponentResource):
    """Subscriptions of one region's log groups."""

    destination_arn: pulumi.Output[str]
    """What further log groups of the region may be subscribed to."""

    def __init__(self, name: str, args: LogShippingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:LogShipping", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        role = self._create_role(name, args)
        permission = self._create_permission(name, args, role)
        destination = self._create_destination(name, args, role, permission)
        leave = self._create_leave(name, args, destination)
        for key, log_group_name in args.log_group_names.items():
            self._subscribe(name, args, key, log_group_name, destination, leave)
        self.destination_arn = destination.arn
        self.register_outputs({"destination_arn": self.destination_arn})

    def _create_role(self, name: str, args: LogShippingArgs) -> aws.iam.Role:
        source = pulumi.Output.concat("arn:aws:logs:", args.site.name, ":", args.site.context.account_id, ":*")
        return aws.iam.Role(
            f"{name}-role",
            name=args.site.context.physical_name(f"log-shipping-{args.site.name}", max_length=64),
            assume_role_policy=trust("logs.amazonaws.com", conditions={"ArnLike": {"aws:SourceArn": source}}),
            tags=args.site.context.tagged(f"{name}-role"),
            opts=self._child,
        )

    def _create_permission(self, name: str, args: LogShippingArgs, role: aws.iam.Role) -> aws.iam.RolePolicy:
        put = Statement(actions=["firehose:PutRecord", "firehose:PutRecordBatch"], resources=[args.stream_arn])
        return aws.iam.RolePolicy(
            f"{name}-permission", name="put-records", role=role.name, policy=document(put), opts=self._child
        )

    def _create_destination(
        self, name: str, args: LogShippingArgs, role: aws.iam.Role, permission: aws.iam.RolePolicy
    ) -> aws.cloudwatch.LogDestination:
        return aws.cloudwatch.LogDestination(
            f"{name}-destination",
            name=args.site.context.physical_name("siem", max_length=512),
            region=args.site.name,
            role_arn=role.arn,
            target_arn=args.stream_arn,
            tags=args.site.context.tagged(f"{name}-destination", residency=args.site.region.residency),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permission]),
        )

    def _create_leave(
        self, name: str, args: LogShippingArgs, destination: aws.cloudwatch.LogDestination
    ) -> aws.cloudwatch.LogDestinationPolicy:
        subscribe = Statement(
            actions=["logs:PutSubscriptionFilter"],
            principals={"AWS": [args.site.context.account_id]},
            resources=[destination.arn],
        )
        return aws.cloudwatch.LogDestinationPolicy(
            f"{name}-policy",
            region=args.site.name,
            destination_name=destination.name,
            access_policy=document(subscribe),
            opts=self._child,
        )

    def _subscribe(
        self,
        name: str,
        args: LogShippingArgs,
        key: str,
        log_group_name: pulumi.Input[str],
        destination: aws.cloudwatch.LogDestination,
        leave: aws.cloudwatch.LogDestinationPolicy,
    ) -> None:
        aws.cloudwatch.LogSubscriptionFilter(
            f"{name}-{key}",
            name="siem",
            region=args.site.name,
            log_group=log_group_name,
            filter_pattern="",
            destination_arn=destination.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[leave]),
        )
