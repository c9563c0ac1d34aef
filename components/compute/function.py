"""A function in one region, with everything that it takes to run it; its code is in `functions/`.

Each change publishes a version; callers call an alias, which moves to it. What the function couldn't handle waits in a
queue of dead letters, which rings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarms
from components._shared.function_code import code
from components._shared.function_role import own_statements
from components._shared.iam import Statement, document, trust
from components._shared.logs import log_group
from components._shared.paths import registered, searched
from components._shared.site import Site
from components.compute.function_alarms import function_alarms
from components.compute.function_alias import live_alias
from components.compute.function_sources import EventSource, SourceKind, declare_source, source_statements
from functions.contents import ARCHITECTURE, RUNTIME
from settings import DataClass

DEAD_LETTER_DAYS: Final = 14
"""The longest that SQS keeps a message (Amazon SQS Developer Guide, "Message quotas")."""


@dataclass(frozen=True, kw_only=True)
class FunctionNetwork:
    """Where a function stands that reaches what answers in a network alone."""

    subnet_ids: Sequence[pulumi.Input[str]]
    group_id: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class Invoker:
    """A service that calls the function of itself, such as a gateway."""

    service: str
    """Its principal, such as `apigateway.amazonaws.com`."""
    source_arn: pulumi.Input[str]
    """What of the service calls."""


@dataclass(frozen=True, kw_only=True)
class FunctionArgs:
    """Which function, and what it needs."""

    site: Site
    """Region it stands in."""
    function: str
    """Folder of `functions/` that has its code."""
    description: str
    failure: str
    """What its errors mean for the platform, and what to do first."""
    entry: str = "handle"
    """Function of the folder's `handler` that Lambda calls."""
    timeout_seconds: int = 10
    memory_mib: int = 512
    reserved_concurrency: int | None = None
    """Calls that run at once, at most and at any time; None for a share of the account's."""
    newest_share_percent: int = 100
    """Share of calls that the newest version takes; the version before it has the rest."""
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    statements: Sequence[Statement] = ()
    """What its work needs, besides logs, traces, its sources and its dead letters."""
    sources: Sequence[EventSource] = ()
    invokers: Mapping[str, Invoker] = field(default_factory=dict)
    """Services that call it, by a short name."""
    network: FunctionNetwork | None = None


class Function(pulumi.ComponentResource):
    """The function, its versions and alias, role, log, dead letters, sources and alarms."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    """ARN of the alias, for whoever calls it."""
    invoke_arn: pulumi.Output[str]
    """The same as gateways spell it."""
    role_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    dead_letters_url: pulumi.Output[str]

    def __init__(self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Function", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._called = args.site.context.physical_name(name, max_length=64)
        logs = log_group(f"{name}-logs", path=f"/aws/lambda/{self._called}", site=args.site, opts=self._child)
        dead_letters = self._create_dead_letters()
        self.role_arn = self._create_role(dead_letters)
        function = self._create_function(logs, dead_letters)
        alias = live_alias(
            name, function, site=args.site, newest_share_percent=args.newest_share_percent, opts=self._child
        )
        self._create_callers(alias, dead_letters)
        declare_alarms(
            name,
            function_alarms(
                function.name,
                dead_letters.name,
                timeout_seconds=args.timeout_seconds,
                streams=any(source.kind is not SourceKind.SQS for source in args.sources),
                failure=args.failure,
            ),
            site=args.site,
            opts=self._child,
        )
        self.name, self.arn, self.invoke_arn = function.name, alias.arn, alias.invoke_arn
        self.log_group_name, self.dead_letters_url = logs.name, dead_letters.url
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "invoke_arn": self.invoke_arn,
                "role_arn": self.role_arn,
                "log_group_name": self.log_group_name,
                "dead_letters_url": self.dead_letters_url,
                "paths": registered(searched("log", function.arn)),
            }
        )

    def _create_dead_letters(self) -> aws.sqs.Queue:
        site = self._args.site
        return aws.sqs.Queue(
            f"{self._name}-dead-letters",
            name=site.context.physical_name(f"{self._name}-dead-letters", max_length=80),
            region=site.name,
            message_retention_seconds=DEAD_LETTER_DAYS * 24 * 3600,
            kms_master_key_id=site.key_arns[DataClass.INTERNAL],
            tags=site.context.tagged(f"{self._name}-dead-letters", DataClass.INTERNAL),
            opts=self._child,
        )

    def _create_role(self, dead_letters: aws.sqs.Queue) -> pulumi.Output[str]:
        """Return the role's ARN, known once it has its rights."""
        args = self._args
        statements = [
            *args.statements,
            *(statement for source in args.sources for statement in source_statements(source)),
            Statement(sid="DeadLetters", actions=["sqs:SendMessage"], resources=[dead_letters.arn]),
            *own_statements(args.site, self._called, in_network=args.network is not None),
        ]
        role = aws.iam.Role(
            f"{self._name}-role",
            name=self._called,
            assume_role_policy=trust("lambda.amazonaws.com"),
            tags=args.site.context.tagged(f"{self._name}-role"),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            f"{self._name}-policy", name="work", role=role.name, policy=document(*statements), opts=self._child
        )
        return pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))

    def _create_function(self, logs: aws.cloudwatch.LogGroup, dead_letters: aws.sqs.Queue) -> aws.lambda_.Function:
        args = self._args
        return aws.lambda_.Function(
            f"{self._name}-function",
            name=self._called,
            region=args.site.name,
            description=args.description,
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=f"functions.{args.function}.handler.{args.entry}",
            code=code(args.function),
            publish=True,
            role=self.role_arn,
            timeout=args.timeout_seconds,
            memory_size=args.memory_mib,
            reserved_concurrent_executions=args.reserved_concurrency,
            kms_key_arn=args.site.key_arns[DataClass.INTERNAL],
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=dict(args.environment)),
            vpc_config=aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=list(args.network.subnet_ids), security_group_ids=[args.network.group_id]
            )
            if args.network
            else None,
            dead_letter_config=aws.lambda_.FunctionDeadLetterConfigArgs(target_arn=dead_letters.arn),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(log_format="JSON", log_group=logs.name),
            tags=args.site.context.tagged(f"{self._name}-function"),
            opts=self._child,
        )

    def _create_callers(self, alias: aws.lambda_.Alias, dead_letters: aws.sqs.Queue) -> None:
        args = self._args
        for source in args.sources:
            declare_source(
                self._name,
                source,
                site=args.site,
                alias_arn=alias.arn,
                dead_letters_arn=dead_letters.arn,
                opts=self._child,
            )
        for caller, invoker in args.invokers.items():
            aws.lambda_.Permission(
                f"{self._name}-by-{caller}",
                region=args.site.name,
                statement_id=caller,
                action="lambda:InvokeFunction",
                function=alias.function_name,
                qualifier=alias.name,
                principal=invoker.service,
                source_arn=invoker.source_arn,
                opts=self._child,
            )
