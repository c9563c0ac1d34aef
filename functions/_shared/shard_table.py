"""The table of shards: the map, where each shard is reached, and the rebalancing under way.

It is the global table that `components/data/shard_map.py` declares; each region reads its own copy. The map has one
writer, the rebalancer in the table's home region: global tables keep the later of two writes ("Global tables - conflict
resolution", Amazon DynamoDB Developer Guide), so conditions hold within one region alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions._shared.shard_errors import MapConflictError, MapError
from functions._shared.shard_map import Move, ShardMap
from functions._shared.shard_slots import SLOTS, as_ranges, from_ranges

MAP_KEY = {"shard": {"S": "map"}, "record": {"S": "current"}}
NEW = {"ConditionExpression": "attribute_not_exists(#shard)", "ExpressionAttributeNames": {"#shard": "shard"}}
"""Condition of what must not be there yet; the key's name is one of DynamoDB's reserved words."""
PORT = 5432


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a shard's writer is reached."""

    host: str
    port: int
    region: str
    """For which a token is signed."""


class ShardTable:
    """The table as one region sees it."""

    def __init__(self, client: Any, name: str) -> None:
        """*client* is boto3's for DynamoDB, in the region whose copy is read."""
        self.client, self.name = client, name

    def read(self) -> ShardMap:
        """Return the map.

        Read consistently, which is within the region: two reads never go back in time.

        Raises:
            MapError: there is none, it is malformed, or the table doesn't answer.
        """
        if not (item := self._item(MAP_KEY)):
            raise MapError(f"{self.name} holds no map of shards: found the shards first")
        try:
            return _decoded(item)
        except (KeyError, ValueError, TypeError) as fault:
            raise MapError(f"{self.name} holds a malformed map of shards: {fault!r}") from None

    def exists(self) -> bool:
        """Return whether there is a map; raises MapError if the table doesn't answer."""
        return self._item(MAP_KEY) is not None

    def publish(self, new: ShardMap) -> None:
        """Put *new* in the place of the version before it.

        Raises:
            MapConflictError: the table holds another version than that.
            MapError: the table doesn't answer.
        """
        condition: dict[str, Any] = NEW
        if new.version > 1:
            condition = {
                "ConditionExpression": "version = :before",
                "ExpressionAttributeValues": {":before": {"N": str(new.version - 1)}},
            }
        try:
            self.client.put_item(TableName=self.name, Item=MAP_KEY | _encoded(new), **condition)
        except ClientError as fault:
            if fault.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                raise MapConflictError(
                    f"version {new.version} of the shard map can't follow what {self.name} holds: read it again"
                ) from None
            raise MapError(f"{self.name} doesn't take a map: {fault}") from None
        except BotoCoreError as fault:
            raise MapError(f"{self.name} doesn't answer: {fault}") from None

    def address(self, label: str, endpoint: str = "write") -> Address:
        """Return where the shard's writer is reached: in the region of its last failover, or else where it was founded.

        *endpoint* is `write`, of the proxy, or `cluster`: proxies don't speak the protocol of replication.

        Raises:
            MapError: the table doesn't know the shard, or doesn't answer.
        """
        try:
            records = self._records(label)
            topology = records["topology"]
            writer = records.get("writer", {}).get("region", topology["founding_region"])["S"]
            host, _, port = topology["endpoints"]["M"][writer]["M"][endpoint]["S"].partition(":")
            return Address(host=host, port=int(port or PORT), region=writer)
        except (BotoCoreError, ClientError) as fault:
            raise MapError(f"{self.name} doesn't say where {label} is: {fault}") from None
        except (KeyError, ValueError) as fault:
            raise MapError(f"{self.name} doesn't say where {label} is: its record lacks {fault}") from None

    def labels(self) -> list[str]:
        """Return all shards that the platform has declared, on the map or not; raises MapError."""
        try:
            pages = self.client.get_paginator("scan").paginate(TableName=self.name, ConsistentRead=True)
            items = [item for page in pages for item in page["Items"]]
        except (BotoCoreError, ClientError) as fault:
            raise MapError(f"{self.name} doesn't say which shards there are: {fault}") from None
        return sorted(item["shard"]["S"] for item in items if item["record"]["S"] == "topology")

    def secret(self, label: str) -> str:
        """Return the ARN of the secret of the shard's master user; raises MapError."""
        try:
            return self._records(label)["topology"]["master_secret"]["S"]
        except (BotoCoreError, ClientError) as fault:
            raise MapError(f"{self.name} doesn't say who is master of {label}: {fault}") from None
        except KeyError as fault:
            raise MapError(f"{self.name} doesn't say who is master of {label}: its record lacks {fault}") from None

    def _records(self, label: str) -> Mapping[str, Any]:
        found = self.client.query(
            TableName=self.name,
            KeyConditionExpression="#shard = :label",
            ExpressionAttributeNames={"#shard": "shard"},
            ExpressionAttributeValues={":label": {"S": label}},
            ConsistentRead=True,
        )["Items"]
        return {item["record"]["S"]: item for item in found}

    def _item(self, key: Mapping[str, Any]) -> dict[str, Any] | None:
        try:
            return self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")
        except (BotoCoreError, ClientError) as fault:
            raise MapError(f"{self.name} doesn't answer: {fault}") from None


def encoded_move(move: Move) -> dict[str, Any]:
    """Return *move* as an attribute."""
    fields = {"id": move.id, "source": move.source, "target": move.target, "slots": as_ranges(move.slots)}
    return {"M": {name: {"S": value} for name, value in fields.items()}}


def decoded_move(attribute: Mapping[str, Any]) -> Move:
    """Return the move that *attribute* holds; raises KeyError or ValueError for what is none."""
    fields = {name: value["S"] for name, value in attribute["M"].items()}
    return Move(id=fields["id"], source=fields["source"], target=fields["target"], slots=from_ranges(fields["slots"]))


def _encoded(found: ShardMap) -> dict[str, Any]:
    slots: dict[str, list[int]] = {label: [] for label in found.owners}
    for slot, label in enumerate(found.owners):
        slots[label].append(slot)
    item: dict[str, Any] = {
        "version": {"N": str(found.version)},
        "salt": {"B": found.salt},
        "owners": {"M": {label: {"S": as_ranges(held)} for label, held in slots.items()}},
    }
    return item | ({"move": encoded_move(found.move)} if found.move else {})


def _decoded(item: Mapping[str, Any]) -> ShardMap:
    owners = [""] * SLOTS
    for label, ranges in item["owners"]["M"].items():
        for slot in from_ranges(ranges["S"]):
            if owners[slot]:
                raise ValueError(f"slot {slot} belongs to {owners[slot]} and {label}")
            owners[slot] = label
    return ShardMap(
        version=int(item["version"]["N"]),
        salt=bytes(item["salt"]["B"]),
        owners=tuple(owners),
        move=decoded_move(item["move"]) if "move" in item else None,
    )
