"""A log group in the control region that one AWS service delivers into under its own identity.

The service is let in by a resource policy of the group, for this account's deliveries only (CloudWatch Logs User Guide,
"Enable logging from AWS services"; Route 53 Developer Guide, "Public DNS query logging").
"""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.iam import Statement, document
from components._shared.logs import log_group
from settings import CONTROL_REGION


@dataclass(frozen=True, kw_only=True)
class ServiceLogsArgs:
    """What the log group needs."""

    context: Context
    """Facts of the deployment."""
    path: str
    """Name of the log group."""
    service: str
    """Service principal that delivers."""
    kms_key_arn: pulumi.Input[str]
    """Key of the log group, in the control region."""
    retention_days: int
    """Days that logs are kept."""


class ServiceLogs(pulumi.ComponentResource):
    """A log group and the policy that lets a service write to it."""

    log_group_arn: pulumi.Output[str]
    """The group; known once the policy stands, so that no service is told to deliver before it may."""

    def __init__(self, name: str, args: ServiceLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ServiceLogs", name, {}, opts)
        logs = log_group(
            f"{name}-logs",
            path=args.path,
            region=CONTROL_REGION.name,
            kms_key_arn=args.kms_key_arn,
            retention_days=args.retention_days,
            context=args.context,
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = self._create_policy(name, args, logs)
        self.log_group_arn = pulumi.Output.all(logs.arn, policy.id).apply(lambda known: known[0])
        self.register_outputs({"log_group_arn": self.log_group_arn})

    def _create_policy(
        self, name: str, args: ServiceLogsArgs, logs: aws.cloudwatch.LogGroup
    ) -> aws.cloudwatch.LogResourcePolicy:
        deliver = Statement(
            sid="Deliver",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            principals={"Service": [args.service]},
            resources=[pulumi.Output.concat(logs.arn, ":*")],
            conditions={"StringEquals": {"aws:SourceAccount": args.context.account_id}},
        )
        return aws.cloudwatch.LogResourcePolicy(
            f"{name}-policy",
            policy_name=args.context.physical_name(name, max_length=255),
            region=CONTROL_REGION.name,
            policy_document=document(deliver),
            opts=pulumi.ResourceOptions(parent=self),
        )
