"""The functions of one region's event store: one answers requests, one keeps projections (`functions/event_store`)."""

from dataclasses import dataclass

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.event_tables import EventTables, KeptTable
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.function_sources import EventSource, SourceKind
from components._shared.iam import Statement
from components._shared.site import Site

FOLDER = "event_store"
API_SECONDS = 15
"""Half of what API Gateway waits (Amazon API Gateway quotas, "Integration timeout"): an append tries again in it."""
PROJECT_SECONDS = 60
MEMORY_MIB = 1024
"""Lambda gives processor time by memory, a whole one at 1,769 MB (Lambda Developer Guide, "Configure memory")."""
PARALLEL_BATCHES = 10
"""The most of one shard of a stream; order is kept for each key (Lambda Developer Guide, "Event source mapping")."""
COMMITS_ONLY = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "c#"}]}}}}
"""Of what changes in the table, new commits: neither markers, nor the order, nor moves of a home."""


@dataclass(frozen=True, kw_only=True)
class EventFunctionsArgs:
    """Which tables they work on."""

    site: Site
    """Region they stand in."""
    network: FunctionNetwork
    """Where they stand in the region's network."""
    tables: EventTables
    """The region's."""


class EventFunctions(pulumi.ComponentResource):
    """The event store's functions in one region."""

    api: ApiFunction
    """Answers requests."""
    log_group_names: dict[str, pulumi.Output[str]]
    """By what they hold."""

    def __init__(self, name: str, args: EventFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:EventFunctions", name, {}, opts)
        self._name, self._args = name, args
        api, projector = self._create_api(), self._create_projector()
        self.api = ApiFunction(name=api.name, alias=api.alias, invoke_arn=api.invoke_arn)
        self.log_group_names = {"events": api.log_group_name, "event-projections": projector.log_group_name}
        self.register_outputs({"api_name": api.name, "projector_name": projector.name})

    def _create_api(self) -> Function:
        site, tables = self._args.site, self._args.tables
        return Function(
            f"{self._name}-api",
            FunctionArgs(
                site=site,
                function=FOLDER,
                entry="api",
                description="Appends events to streams and reads them",
                failure="Requests for streams get errors. See its log, and whether the tables are throttled.",
                timeout_seconds=API_SECONDS,
                memory_mib=MEMORY_MIB,
                network=self._args.network,
                environment={**environment(tables), "KEYS": tables.keys.name, "KEY_ID": tables.key_arn},
                statements=[
                    table_use(
                        "Events", tables.events, "BatchGetItem", "ConditionCheckItem", "GetItem", "PutItem", "Query"
                    ),
                    table_use("SubjectKeys", tables.keys, "GetItem", "PutItem", "UpdateItem"),
                    table_use("Projections", tables.checkpoints, "GetItem", "Query"),
                    table_use("Summaries", tables.summaries, "GetItem"),
                    key_use(tables, "kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"),
                ],
            ),
            pulumi.ResourceOptions(parent=self),
        )

    def _create_projector(self) -> Function:
        site, tables = self._args.site, self._args.tables
        return Function(
            f"{self._name}-projector",
            FunctionArgs(
                site=site,
                function=FOLDER,
                entry="stream",
                description="Brings projections and the archive up to date with the events",
                failure="Projections or the archive are behind. See its log; send its dead letters again, once mended.",
                timeout_seconds=PROJECT_SECONDS,
                memory_mib=MEMORY_MIB,
                network=self._args.network,
                environment={**environment(tables), "ARCHIVE": tables.archive.name},
                statements=[
                    table_use("Events", tables.events, "BatchGetItem", "GetItem", "Query"),
                    table_use(
                        "Checkpoints",
                        tables.checkpoints,
                        "ConditionCheckItem",
                        "DeleteItem",
                        "GetItem",
                        "PutItem",
                        "Query",
                        "UpdateItem",
                    ),
                    table_use("Summaries", tables.summaries, "GetItem", "PutItem", "UpdateItem"),
                    Statement(sid="Archive", actions=["firehose:PutRecordBatch"], resources=[tables.archive.arn]),
                    key_use(tables, "kms:Decrypt"),
                ],
                sources=[
                    EventSource(
                        name="events",
                        kind=SourceKind.DYNAMODB,
                        arn=tables.stream_arn,
                        key_arn=tables.key_arn,
                        filters=[COMMITS_ONLY],
                        parallel_batches=PARALLEL_BATCHES,
                    )
                ],
            ),
            pulumi.ResourceOptions(parent=self),
        )


def environment(tables: EventTables) -> dict[str, pulumi.Input[str]]:
    """Return what all functions on *tables* are told."""
    return {
        "CHECKPOINTS": tables.checkpoints.name,
        "EVENTS": tables.events.name,
        "FOUNDING_REGION": tables.founding_region,
        "SUMMARIES": tables.summaries.name,
    }


def key_use(tables: EventTables, *actions: str) -> Statement:
    """Return the statement that allows *actions* by the key of *tables*."""
    return Statement(sid="Key", actions=actions, resources=[tables.key_arn])


def table_use(sid: str, table: KeptTable, *actions: str) -> Statement:
    """Return the statement that allows *actions* of DynamoDB on *table*."""
    return Statement(sid=sid, actions=[f"dynamodb:{action}" for action in actions], resources=[table.arn])
