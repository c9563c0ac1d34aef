"""One region's functions over the shards: one answers for records, one says whether all that it takes is well."""

from dataclasses import dataclass

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.consent_tables import ConsentTables
from components._shared.event_tables import EventTables
from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.iam import Statement
from components._shared.shards import Shards
from components._shared.site import Site

RECORDS, HEALTH = "records", "health"
"""Their folders, as the contract calls them."""
SECONDS = 20
"""Less than API Gateway waits (Amazon API Gateway quotas, "Integration timeout"): a router tries several shards."""
MEMORY_MIB = 1024
"""As of the event store's functions; TLS to a shard takes processor time."""
HEALTH_AT_ONCE = 5
"""Anybody may ask, so that much of the account's concurrency is its own and no more."""


@dataclass(frozen=True, kw_only=True)
class RecordFunctionsArgs:
    """Which shards and tables they ask."""

    site: Site
    """Region they stand in."""
    network: FunctionNetwork
    """Where they stand in the region's network."""
    shards: Shards
    tables: EventTables
    """The region's, whose state is part of its health, and which say who is restricted."""
    consents: ConsentTables
    """The region's."""
    purposes: str
    """What records are read for, as `governance.for_purposes` has it."""


class RecordFunctions(pulumi.ComponentResource):
    """The functions of records and of health in one region."""

    functions: dict[str, ApiFunction]
    """By folder."""
    log_group_names: dict[str, pulumi.Output[str]]
    """By what they hold."""

    def __init__(self, name: str, args: RecordFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RecordFunctions", name, {}, opts)
        self._name, self._args = name, args
        found = {RECORDS: self._create_records(), HEALTH: self._create_health()}
        self.functions = {
            folder: ApiFunction(name=each.name, alias=each.alias, invoke_arn=each.invoke_arn)
            for folder, each in found.items()
        }
        self.log_group_names = {folder: each.log_group_name for folder, each in found.items()}
        self.register_outputs({"names": {folder: each.name for folder, each in found.items()}})

    def _create_records(self) -> Function:
        return Function(
            f"{self._name}-api",
            FunctionArgs(
                site=self._args.site,
                function=RECORDS,
                description="Reads, writes and deletes records by key",
                failure="Requests for records get errors. See its log, and what /health says of the shards.",
                timeout_seconds=SECONDS,
                memory_mib=MEMORY_MIB,
                network=self._args.network,
                environment={
                    **self._args.shards.environment,
                    **self._args.consents.asking(self._args.purposes),
                    "KEYS": self._args.tables.keys.name,
                },
                statements=[*self._args.shards.statements, *self._args.consents.asks, *self._marks()],
            ),
            pulumi.ResourceOptions(parent=self),
        )

    def _marks(self) -> list[Statement]:
        """Return what reading who is restricted takes, and nothing of the keys that stand beside it (Amazon DynamoDB
        Developer Guide, "Using IAM policy conditions for fine-grained access control")."""
        tables = self._args.tables
        return [
            Statement(
                sid="Marks",
                actions=["dynamodb:GetItem"],
                resources=[tables.keys.arn],
                conditions={
                    "ForAllValues:StringEquals": {"dynamodb:Attributes": ["subject", "restricted"]},
                    "Null": {"dynamodb:Attributes": "false"},
                    "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
                },
            ),
            Statement(
                sid="Key",
                actions=["kms:Decrypt"],
                resources=[tables.key_arn],
                conditions={"StringEquals": {"kms:ViaService": f"dynamodb.{self._args.site.name}.amazonaws.com"}},
            ),
        ]

    def _create_health(self) -> Function:
        tables, shards = self._args.tables, self._args.shards
        return Function(
            f"{self._name}-health",
            FunctionArgs(
                site=self._args.site,
                function=HEALTH,
                description="Says whether tables, projections and shards answer",
                failure="Nobody is told whether the region can answer. See its log.",
                memory_mib=MEMORY_MIB,
                reserved_concurrency=HEALTH_AT_ONCE,
                network=self._args.network,
                environment={
                    **shards.environment,
                    "CHECKPOINTS": tables.checkpoints.name,
                    "EVENTS": tables.events.name,
                    "FOUNDING_REGION": tables.founding_region,
                },
                statements=[
                    *shards.statements,
                    Statement(
                        sid="Events",
                        actions=["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"],
                        resources=[tables.events.arn],
                    ),
                    Statement(
                        sid="Projections",
                        actions=["dynamodb:GetItem", "dynamodb:Query"],
                        resources=[tables.checkpoints.arn],
                    ),
                    Statement(sid="Key", actions=["kms:Decrypt"], resources=[tables.key_arn]),
                ],
            ),
            pulumi.ResourceOptions(parent=self),
        )
