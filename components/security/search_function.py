"""A function that calls a search domain: `functions/search` has the code, and says what its entries do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.function_code import code
from components._shared.logs import log_group
from components._shared.paths import registered, resting
from components._shared.site import Site
from functions.contents import ARCHITECTURE, RUNTIME
from settings import DataClass

FUNCTION = "search"
MEMORY_MIB = 512


@dataclass(frozen=True, kw_only=True)
class SearchFunctionArgs:
    """Which entry, where, and as whom."""

    site: Site
    """Region of function and domain."""
    called: str
    """Name of the function."""
    entry: str
    """Entry of `functions.search.handler`."""
    timeout_seconds: int
    role_arn: pulumi.Input[str]
    """Role that it runs as."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets of the domain."""
    group_id: pulumi.Input[str]
    """Security group that the domain lets in."""
    environment: Mapping[str, pulumi.Input[str]]
    """Address of the domain and the like."""
    failure: str
    """What it means when it fails, and what to do first."""


class SearchFunction(pulumi.ComponentResource):
    """A function in a domain's network, with its log and its alarm."""

    arn: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(self, name: str, args: SearchFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:SearchFunction", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        logs = log_group(
            f"{name}-logs",
            path=f"/aws/lambda/{args.called}",
            site=args.site,
            key_class=DataClass.RESTRICTED,
            opts=self._child,
        )
        function = self._create_function(name, args, logs)
        self._create_alarm(name, args, function)
        self.arn, self.name = function.arn, function.name
        paths = registered(resting("log", self.arn, logs.name, why="A search that took in its own would log that."))
        self.register_outputs({"arn": self.arn, "name": self.name, "paths": paths})

    def _create_function(
        self, name: str, args: SearchFunctionArgs, logs: aws.cloudwatch.LogGroup
    ) -> aws.lambda_.Function:
        return aws.lambda_.Function(
            f"{name}-function",
            name=args.called,
            region=args.site.name,
            description=f"Search of logs: {args.entry}",
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=f"functions.{FUNCTION}.handler.{args.entry}",
            code=code(FUNCTION),
            role=args.role_arn,
            timeout=args.timeout_seconds,
            memory_size=MEMORY_MIB,
            kms_key_arn=args.site.key_arns[DataClass.INTERNAL],
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=dict(args.environment)),
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=list(args.subnet_ids), security_group_ids=[args.group_id]
            ),
            dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(target_arn=args.site.alarm_topic_arn),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=logs.name),
            tags=args.site.context.tagged(f"{name}-function"),
            opts=self._child,
        )

    def _create_alarm(self, name: str, args: SearchFunctionArgs, function: aws.lambda_.Function) -> None:
        declare_alarm(
            f"{name}-failed",
            Alarm(
                namespace="AWS/Lambda",
                metric="Errors",
                dimensions={"FunctionName": function.name},
                statistic="Sum",
                threshold=1,
                evaluation_periods=1,
                description=args.failure,
            ),
            site=args.site,
            opts=self._child,
        )
