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

from components._shared.paths import registered
from components._shared.site import Site
from components._shared.tables import arn_in, copies, declare_table, watch_table
from components.data.topology import ShardTopology
from settings import DataClass

SHARD, RECORD = "shard", "record"
"""Partition key and sort key: the shard's label, and `topology` or `writer`; of the rebalancer's records, `current`."""
DATA_CLASS = DataClass.INTERNAL
"""Host names and region names, no records of customers."""


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
        sites = list(args.sites.values())
        table = declare_table(name, "shard-map", (SHARD, RECORD), sites=sites, data_class=DATA_CLASS, parent=self)
        self._create_items(table)
        watch_table(
            name,
            table,
            sites,
            throttled="Readers of the shard map are refused: see who reads it without keeping it in memory.",
            behind="routes by an old shard map: hold failovers until it has caught up.",
            parent=self,
        )
        self.table_name = table.name
        self.table_arns = {site.name: arn_in(site, table) for site in sites}
        self.stream_arn = table.stream_arn
        self.register_outputs(
            {
                "table_name": self.table_name,
                "table_arns": self.table_arns,
                "stream_arn": self.stream_arn,
                "paths": registered(
                    copies("copies", table, sites, why="Each region finds the shards by its own copy of the map.")
                ),
            }
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


def _as_item(record: Mapping[str, Any]) -> str:
    """Return *record* in DynamoDB's JSON, as `TableItem` takes it."""
    return json.dumps({key: _attribute(value) for key, value in record.items()}, sort_keys=True)


def _attribute(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {"M": {key: _attribute(item) for key, item in value.items()}}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"S": str(value)}
