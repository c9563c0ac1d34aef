"""A log group in the control region that one AWS service delivers into under its own identity.

The service is let in by a resource policy of the group, for this account's deliveries only (CloudWatch Logs User Guide,
"Enable logging from AWS services"; Route 53 Developer Guide, "Public DNS query logging").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.iam import Statement, document
from components._shared.logs import log_group
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class ServiceLogsArgs:
    """What the log group needs."""

    site: Site
    """The control region."""
    path: str
    """Name of the log group."""
    service: str
    """Service principal that delivers."""


class ServiceLogs(pulumi.ComponentResource):
    """A log group and the policy that lets a service write to it."""

    log_group_arn: pulumi.Output[str]
    """The group; known once the policy stands, so that no service is told to deliver before it may."""
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: ServiceLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ServiceLogs", name, {}, opts)
        logs = log_group(
            f"{name}-logs",
            path=args.path,
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = self._create_policy(name, args, logs)
        self.log_group_arn = pulumi.Output.all(logs.arn, policy.id).apply(lambda known: known[0])
        self.log_group_name = logs.name
        self.register_outputs({"log_group_arn": self.log_group_arn, "log_group_name": self.log_group_name})

    def _create_policy(
        self, name: str, args: ServiceLogsArgs, logs: aws.cloudwatch.LogGroup
    ) -> aws.cloudwatch.LogResourcePolicy:
        deliver = Statement(
            sid="Deliver",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            principals={"Service": [args.service]},
            resources=[pulumi.Output.concat(logs.arn, ":*")],
            conditions={"StringEquals": {"aws:SourceAccount": args.site.context.account_id}},
        )
        return aws.cloudwatch.LogResourcePolicy(
            f"{name}-policy",
            policy_name=args.site.context.physical_name(name, max_length=255),
            region=args.site.name,
            policy_document=document(deliver),
            opts=pulumi.ResourceOptions(parent=self),
        )
