"""A function in one region, with everything that it takes to run it; its code is in `functions/`.

Each change publishes a version; callers call an alias, which moves to it. What the function couldn't handle waits in a
queue of dead letters, which rings.
"""

from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarms
from components._shared.function_alarms import function_alarms
from components._shared.function_alias import live_alias
from components._shared.function_args import FunctionArgs
from components._shared.function_code import code
from components._shared.function_role import dead_letters_name, own_statements
from components._shared.function_sources import SourceKind, declare_source, source_statements
from components._shared.iam import document, trust
from components._shared.logs import log_group
from components._shared.paths import Path, registered, resting, searched
from functions.contents import ARCHITECTURE, RUNTIME
from settings import DataClass

DEAD_LETTER_DAYS: Final = 14
"""The longest that SQS keeps a message (Amazon SQS Developer Guide, "Message quotas")."""


class Function(pulumi.ComponentResource):
    """The function, its versions and alias, role, log, dead letters, sources and alarms."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    """ARN of the alias, for whoever calls it."""
    alias: pulumi.Output[str]
    """Name of the alias; known once it is there."""
    invoke_arn: pulumi.Output[str]
    """The ARN as gateways spell it."""
    role_arn: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    dead_letters_url: pulumi.Output[str]

    def __init__(self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Function", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self._called = args.called or args.site.context.physical_name(name, max_length=64)
        logs = log_group(
            f"{name}-logs",
            path=f"/aws/lambda/{self._called}",
            site=args.site,
            key_class=args.log_class,
            opts=self._child,
        )
        dead_letters = self._create_dead_letters()
        self.role_arn = pulumi.Output.from_input(args.role_arn) if args.role_arn else self._create_role()
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
        self.name, self.alias = function.name, alias.name
        self.arn, self.invoke_arn = alias.arn, alias.invoke_arn
        self.log_group_name, self.dead_letters_url = logs.name, dead_letters.url
        self.register_outputs(
            {
                "name": self.name,
                "alias": self.alias,
                "arn": self.arn,
                "invoke_arn": self.invoke_arn,
                "role_arn": self.role_arn,
                "log_group_name": self.log_group_name,
                "dead_letters_url": self.dead_letters_url,
                "paths": registered(self._log_path(function, logs)),
            }
        )

    def _log_path(self, function: aws.lambda_.Function, logs: aws.cloudwatch.LogGroup) -> Path:
        if why := self._args.log_rests:
            return resting("log", function.arn, logs.name, why=why)
        return searched("log", function.arn)

    def _create_dead_letters(self) -> aws.sqs.Queue:
        site = self._args.site
        return aws.sqs.Queue(
            f"{self._name}-dead-letters",
            name=dead_letters_name(self._called),
            region=site.name,
            message_retention_seconds=DEAD_LETTER_DAYS * 24 * 3600,
            kms_master_key_id=site.key_arns[DataClass.INTERNAL],
            tags=site.context.tagged(f"{self._name}-dead-letters", DataClass.INTERNAL),
            opts=self._child,
        )

    def _create_role(self) -> pulumi.Output[str]:
        """Return the role's ARN, known once it has its rights."""
        args = self._args
        statements = [
            *args.statements,
            *(statement for source in args.sources for statement in source_statements(source)),
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
            environment=aws.lambda_.FunctionEnvironmentArgs(
                variables={**args.environment, "DEAD_LETTERS": dead_letters.url}
            ),
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
