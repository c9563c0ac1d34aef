import json
from typing import Any

import pytest

from components.data.shard_map import ShardMap, ShardMapArgs
from components.data.topology import ShardTopology
from settings import DataClass
from tests.components.data.declare import declare, regions, sites
from tests.components.site import key

TOPOLOGY: ShardTopology = {
    "founding_region": "us-east-1",
    "instances_per_region": 2,
    "endpoints": {"us-east-1": {"write": "w.example.com", "read": "r.example.com", "cluster": "c.example.com"}},
    "master_secret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:master",
}


def declared_map(count: int, *, protect: bool = False) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    def program() -> None:
        topology = {"shard-000": TOPOLOGY, "shard-001": TOPOLOGY}
        ShardMap("map", ShardMapArgs(sites=sites(count, protect=protect), topology=topology))

    declared = sorted(declare(program), key=lambda one: one.name)
    tables = [one.inputs for one in declared if one.type == "aws:dynamodb/table:Table"]
    assert len(tables) == 1
    return tables[0], [one.inputs for one in declared if one.type == "aws:dynamodb/tableItem:TableItem"]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_other_region_holds_a_guarded_replica(count: int) -> None:
    table, _ = declared_map(count, protect=True)
    home, *others = regions(count)
    assert [replica["regionName"] for replica in table["replicas"]] == [region.name for region in others]
    for replica, region in zip(table["replicas"], others, strict=True):
        assert replica["kmsKeyArn"] == key(region, DataClass.INTERNAL)
        assert replica["pointInTimeRecovery"]
        assert replica["deletionProtectionEnabled"]
    assert table["serverSideEncryption"]["kmsKeyArn"] == key(home, DataClass.INTERNAL)
    assert table["streamViewType"] == "NEW_AND_OLD_IMAGES"


def test_each_shard_has_one_record_that_a_router_can_read() -> None:
    _, items = declared_map(2)
    records = [json.loads(item["item"]) for item in items]
    assert [record["shard"] for record in records] == [{"S": "shard-000"}, {"S": "shard-001"}]
    endpoints = {"write": "w.example.com", "read": "r.example.com", "cluster": "c.example.com"}
    assert records[0] == {
        "shard": {"S": "shard-000"},
        "record": {"S": "topology"},
        "founding_region": {"S": "us-east-1"},
        "instances_per_region": {"N": "2"},
        "endpoints": {"M": {"us-east-1": {"M": {name: {"S": host} for name, host in endpoints.items()}}}},
        "master_secret": {"S": "arn:aws:secretsmanager:us-east-1:123456789012:secret:master"},
    }


def test_no_deployment_writes_the_record_that_a_failover_owns() -> None:
    _, items = declared_map(2)
    assert {json.loads(item["item"])["record"]["S"] for item in items} == {"topology"}
