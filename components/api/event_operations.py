"""The function by which one region's event store is operated: failover, replay, rebuild, forgetting, verification.

No service of the outside calls it and no policy of another resource opens it; people invoke it whom
`event_operators.py` lets. A rule of EventBridge asks it every hour to bring on what the stream's records left out.
"""

import json

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarm, uncalled
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, Invoker
from components._shared.iam import Statement
from components.api.event_functions import FOLDER, MEMORY_MIB, EventFunctionsArgs, environment, key_use, table_use

OPERATE_SECONDS = 300
"""A slice of partitions takes seconds; one whose order is long, and was never projected, takes longest."""
TENDED = "rate(1 hour)"
"""A batch that failed came again for minutes and is given up then; a stream keeps its records for a day."""


class EventOperations(pulumi.ComponentResource):
    """The function, and what has it tend the projections."""

    arn: pulumi.Output[str]
    """What operators invoke."""
    log_group_name: pulumi.Output[str]

    def __init__(self, name: str, args: EventFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EventOperations", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        rule = self._create_rule()
        function = self._create_function(rule)
        self._tend(rule, function)
        self.arn, self.log_group_name = function.arn, function.log_group_name
        self.register_outputs({"arn": self.arn, "log_group_name": self.log_group_name})

    def _create_rule(self) -> aws.cloudwatch.EventRule:
        site = self._args.site
        return aws.cloudwatch.EventRule(
            f"{self._name}-hourly",
            name=site.context.physical_name(self._name, max_length=64),
            region=site.name,
            description="Has projections of events tended",
            schedule_expression=TENDED,
            state="ENABLED",
            tags=site.context.tagged(f"{self._name}-hourly"),
            opts=self._child,
        )

    def _create_function(self, rule: aws.cloudwatch.EventRule) -> Function:
        site, tables = self._args.site, self._args.tables
        return Function(
            self._name,
            FunctionArgs(
                site=site,
                function=FOLDER,
                entry="operate",
                description="Moves, repairs and verifies the event store, and forgets people, as operators ask",
                failure="Projections may stay behind, or an operator was refused. See its log.",
                timeout_seconds=OPERATE_SECONDS,
                memory_mib=MEMORY_MIB,
                network=self._args.network,
                environment={**environment(tables), "KEYS": tables.keys.name, "KEY_ID": tables.key_arn},
                statements=[
                    table_use("Events", tables.events, "BatchGetItem", "GetItem", "PutItem", "Query"),
                    table_use("SubjectKeys", tables.keys, "GetItem", "Scan", "UpdateItem"),
                    Statement(
                        sid="RestoredKeys",
                        actions=["dynamodb:Scan", "dynamodb:UpdateItem"],
                        resources=[pulumi.Output.concat(tables.keys.arn, "-restored-*")],
                    ),
                    table_use(
                        "Checkpoints",
                        tables.checkpoints,
                        *("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem"),
                        *("PutItem", "Query", "UpdateItem"),
                    ),
                    table_use("Summaries", tables.summaries, "UpdateItem"),
                    key_use(tables, "kms:Decrypt"),
                ],
                invokers={"schedule": Invoker(service="events.amazonaws.com", source_arn=rule.arn)},
            ),
            self._child,
        )

    def _tend(self, rule: aws.cloudwatch.EventRule, function: Function) -> None:
        site = self._args.site
        aws.cloudwatch.EventTarget(
            f"{self._name}-tended",
            region=site.name,
            rule=rule.name,
            target_id="tend",
            arn=function.arn,
            input=json.dumps({"do": "tend"}),
            opts=self._child,
        )
        declare_alarm(
            f"{self._name}-untended",
            uncalled(rule.name, "Projections of events were not tended: check who may call the function."),
            site=site,
            opts=self._child,
        )
