import json
from dataclasses import replace

import pytest

from components.data.shard_map import _as_item
from functions._shared.shard_errors import MapConflictError, MapError
from functions._shared.shard_map import Move, ShardMap, founding_owners
from functions._shared.shard_slots import SLOTS
from functions._shared.shard_table import MAP_KEY, ShardTable
from tests.functions.shards.fleet import make_table

FOUNDED = ShardMap(version=1, salt=bytes(16), owners=founding_owners(("shard-000", "shard-001", "shard-002")))
MOVE = Move(id="v2", source="shard-000", target="shard-003", slots=(0, 1, 7))


def test_keys_are_spread_evenly() -> None:
    owners = [FOUNDED.owner(f"customer-{number}") for number in range(30_000)]
    assert all(9_700 < owners.count(label) < 10_300 for label in FOUNDED.labels)
    assert owners[5] == FOUNDED.owners[FOUNDED.slot("customer-5")]


def test_a_move_is_announced_and_settled_by_versions_of_the_map() -> None:
    moving = FOUNDED.announcing(MOVE)
    assert (moving.version, moving.owners) == (2, FOUNDED.owners)
    assert (moving.candidates(7), moving.candidates(8)) == (("shard-000", "shard-003"), ("shard-000",))
    assert "shard-003" in moving.labels
    moved = moving.settled(moved=True)
    assert (moved.version, moved.move, moved.candidates(7)) == (3, None, ("shard-003",))
    assert sum(a != b for a, b in zip(moved.owners, FOUNDED.owners, strict=True)) == 3
    assert moving.settled(moved=False) == replace(FOUNDED, version=3)
    assert moved.held["shard-003"] == 0b10000011


def test_one_move_at_a_time() -> None:
    with pytest.raises(MapError, match="a move is under way already: 3 slots from shard-000 to shard-003: 0-1 7"):
        FOUNDED.announcing(MOVE).announcing(MOVE)
    with pytest.raises(MapError, match="no move is under way"):
        FOUNDED.settled(moved=True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": 0}, "versions begin at 1"),
        ({"salt": b"short"}, "its salt has 5 bytes instead of 16"),
        ({"owners": FOUNDED.owners[1:]}, "it names owners of 16,383 slots instead of 16,384"),
        ({"owners": ("", *FOUNDED.owners[1:])}, "'' is no shard's label"),
        ({"move": replace(MOVE, id='x"; DROP')}, "is no move's id"),
        ({"move": replace(MOVE, target="shard-000")}, "slots can't move from shard-000 to 'shard-000'"),
        ({"move": replace(MOVE, slots=())}, "there is one at least"),
        ({"move": replace(MOVE, slots=(7, 1))}, "a move's slots ascend"),
        ({"move": replace(MOVE, slots=(SLOTS - 1,))}, "shard-000 doesn't hold all slots"),
        ({"move": replace(MOVE, slots=(SLOTS,))}, "shard-000 doesn't hold all slots"),
    ],
)
def test_a_map_that_contradicts_itself_is_none(changes: dict[str, object], told: str) -> None:
    with pytest.raises(MapError, match=told):
        replace(FOUNDED, **changes)  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def table(emulator_endpoint: str) -> ShardTable:
    return make_table(emulator_endpoint, "maps")


def test_the_table_keeps_a_map_and_takes_only_the_next_version(table: ShardTable) -> None:
    with pytest.raises(MapError, match="holds no map of shards"):
        table.read()
    assert not table.exists()
    table.publish(FOUNDED)
    assert table.exists()
    assert table.read() == FOUNDED
    moving = FOUNDED.announcing(MOVE)
    table.publish(moving)
    assert table.read() == moving
    for late in (FOUNDED, moving, replace(moving, version=4)):
        with pytest.raises(MapConflictError, match="can't follow what maps holds"):
            table.publish(late)


def test_a_malformed_map_is_told(table: ShardTable) -> None:
    item = MAP_KEY | {"version": {"N": "1"}, "salt": {"B": bytes(16)}}
    owners = {"shard-000": {"S": "0-16383"}, "shard-001": {"S": "5"}}
    for wrong, told in (({}, "KeyError"), ({"owners": {"M": owners}}, "slot 5 belongs to shard-000 and shard-001")):
        table.client.put_item(TableName=table.name, Item=item | wrong)
        with pytest.raises(MapError, match=told):
            table.read()
    with pytest.raises(MapError, match="doesn't say where shard-000 is: its record lacks 'topology'"):
        table.address("shard-000")


def test_a_failed_over_shard_is_reached_in_its_new_region(table: ShardTable) -> None:
    at = {region: {"M": {"write": {"S": f"{region}.proxy"}}} for region in ("eu-west-1", "eu-central-1")}
    record = {"shard": {"S": "shard-009"}, "record": {"S": "topology"}}
    table.client.put_item(
        TableName=table.name, Item=record | {"founding_region": {"S": "eu-west-1"}, "endpoints": {"M": at}}
    )
    address = table.address("shard-009")
    assert (address.host, address.port) == ("eu-west-1.proxy", 5432)
    writer = {"shard": {"S": "shard-009"}, "record": {"S": "writer"}, "region": {"S": "eu-central-1"}}
    table.client.put_item(TableName=table.name, Item=writer)
    assert table.address("shard-009").host == "eu-central-1.proxy"


def test_a_shard_is_reached_by_the_record_that_the_platform_declares(table: ShardTable) -> None:
    endpoints = {"write": "w.example.com", "read": "r.example.com", "cluster": "c.example.com"}
    record = {
        "shard": "shard-008",
        "record": "topology",
        "founding_region": "us-east-1",
        "instances_per_region": 2,
        "endpoints": {"us-east-1": endpoints},
    }
    table.client.put_item(TableName=table.name, Item=json.loads(_as_item(record)))
    assert table.address("shard-008").host == "w.example.com"
    assert table.address("shard-008", "cluster").host == "c.example.com"
