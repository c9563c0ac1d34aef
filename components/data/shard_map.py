"""The map of the shards: which there are, how each is reached from each region, and who writes.

A DynamoDB global table, so that every region reads the map from its own copy and loses it with no other. The platform
writes one `topology` record a shard. A failover puts a `writer` record beside it, which wins over the founding region;
a deployment never touches that record, and so never undoes a failover. Nor does it touch the two records of the
rebalancer: `map`, which shard holds which slots of keys, and `rebalancing`, how far a move of slots is
(`functions/_shared/shard_table.py`, `functions/rebalancer/state.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.paths import Path, registered
from components._shared.site import Site
from components.data.topology import ShardTopology
from settings import DataClass

SHARD, RECORD = "shard", "record"
"""Partition key and sort key: the shard's label, and `topology` or `writer`; of the rebalancer's records, `current`."""
DATA_CLASS = DataClass.INTERNAL
"""Host names and region names, no records of customers."""
REPLICATION_LAG_MS = 60_000
"""A minute: changes of the map usually reach the other regions within a second (Amazon DynamoDB Developer Guide,
"Global tables")."""


@dataclass(frozen=True, kw_only=True)
class ShardMapArgs:
    """What the map says, and where it is kept."""

    sites: Mapping[str, Site]
    """Active regions by name; the first makes the table, the others get replicas."""
    topology: Mapping[str, ShardTopology]
    """How each shard is reached, by its label."""


class ShardMap(pulumi.ComponentResource):
    """A global table with a record for each shard."""

    table_name: pulumi.Output[str]
    """The same in every region."""
    table_arns: Mapping[str, pulumi.Output[str]]
    """By region name."""
    stream_arn: pulumi.Output[str]
    """Changes of the map, as the first region sees them."""

    def __init__(self, name: str, args: ShardMapArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ShardMap", name, {}, opts)
        self._name, self._args = name, args
        table = self._create_table()
        self._create_items(table)
        self._create_alarms(table)
        self.table_name = table.name
        self.table_arns = {
            site.name: pulumi.Output.concat(
                f"arn:aws:dynamodb:{site.name}:", site.context.account_id, ":table/", table.name
            )
            for site in args.sites.values()
        }
        self.stream_arn = table.stream_arn
        self.register_outputs(
            {
                "table_name": self.table_name,
                "table_arns": self.table_arns,
                "stream_arn": self.stream_arn,
                "paths": registered(
                    Path(
                        name="copies",
                        source=table.arn,
                        destination=list(args.sites),
                        protocol="copies",
                        why="Each region finds the shards by its own copy of the map.",
                    )
                ),
            }
        )

    def _create_table(self) -> aws.dynamodb.Table:
        home, *others = self._args.sites.values()
        context = home.context
        return aws.dynamodb.Table(
            f"{self._name}-table",
            name=context.physical_name("shard-map", max_length=255),
            region=home.name,
            billing_mode="PAY_PER_REQUEST",
            hash_key=SHARD,
            range_key=RECORD,
            attributes=[
                aws.dynamodb.TableAttributeArgs(name=SHARD, type="S"),
                aws.dynamodb.TableAttributeArgs(name=RECORD, type="S"),
            ],
            stream_enabled=True,
            stream_view_type="NEW_AND_OLD_IMAGES",
            point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
            server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(
                enabled=True, kms_key_arn=home.key_arns[DATA_CLASS]
            ),
            deletion_protection_enabled=context.protect,
            replicas=[
                aws.dynamodb.TableReplicaArgs(
                    region_name=site.name,
                    kms_key_arn=site.key_arns[DATA_CLASS],
                    point_in_time_recovery=True,
                    deletion_protection_enabled=context.protect,
                    propagate_tags=True,
                )
                for site in others
            ],
            tags=context.tagged(f"{self._name}-table", DATA_CLASS),
            opts=context.stateful(self),
        )

    def _create_items(self, table: aws.dynamodb.Table) -> None:
        home = next(iter(self._args.sites))
        for label, topology in self._args.topology.items():
            record = {SHARD: label, RECORD: "topology", **topology}
            aws.dynamodb.TableItem(
                f"{self._name}-{label}",
                region=home,
                table_name=table.name,
                hash_key=SHARD,
                range_key=RECORD,
                item=pulumi.Output.from_input(record).apply(_as_item),
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _create_alarms(self, table: aws.dynamodb.Table) -> None:
        home, *others = self._args.sites.values()
        for site in self._args.sites.values():
            alarm = Alarm(
                namespace="AWS/DynamoDB",
                metric="ReadThrottleEvents",
                dimensions={"TableName": table.name},
                statistic="Sum",
                threshold=1,
                description="Readers of the shard map are refused: see who reads it without keeping it in memory.",
            )
            self._declare(f"{site.name}-throttled", alarm, site)
        for site in others:
            alarm = Alarm(
                namespace="AWS/DynamoDB",
                metric="ReplicationLatency",
                dimensions={"TableName": table.name, "ReceivingRegion": site.name},
                statistic="Average",
                threshold=REPLICATION_LAG_MS,
                description=f"{site.name} routes by an old shard map: hold failovers until it has caught up.",
            )
            self._declare(f"{site.name}-behind", alarm, home)

    def _declare(self, role: str, alarm: Alarm, site: Site) -> None:
        declare_alarm(
            f"{self._name}-{role}",
            alarm,
            site=site,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _as_item(record: Mapping[str, Any]) -> str:
    """Return *record* in DynamoDB's JSON, as `TableItem` takes it."""
    return json.dumps({key: _attribute(value) for key, value in record.items()}, sort_keys=True)


def _attribute(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"M": {key: _attribute(item) for key, item in value.items()}}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"S": str(value)}
