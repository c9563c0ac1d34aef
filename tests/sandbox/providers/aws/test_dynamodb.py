import json
from typing import Any

import pytest

from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.bench import Bench

TABLE = "aws:dynamodb/table:Table"
ITEM = "aws:dynamodb/tableItem:TableItem"
KEYS: dict[str, Any] = {
    "hashKey": "shard",
    "rangeKey": "record",
    "attributes": [{"name": "shard", "type": "S"}, {"name": "record", "type": "S"}],
}
ON_DEMAND = {**KEYS, "billingMode": "PAY_PER_REQUEST"}
TAGS = {"stack": "dynamodb"}
BY_RECORD = {"name": "by-record", "hashKey": "record", "projectionType": "KEYS_ONLY"}


def test_table_lives(bench: Bench) -> None:
    inputs = {
        **ON_DEMAND,
        "name": "lives",
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 9},
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/k"},
        "ttl": {"attributeName": "until", "enabled": True},
        "tags": TAGS,
    }
    changes = {
        "pointInTimeRecovery": {"enabled": False},
        "streamEnabled": True,
        "streamViewType": "NEW_AND_OLD_IMAGES",
        "tags": {"stack": "other"},
    }
    bench.lives(TABLE, inputs, changes)


def test_table_is_made_as_declared(bench: Bench) -> None:
    key_arn = "arn:aws:kms:us-east-1:123456789012:key/k"
    table = bench.deploy(
        TABLE,
        **ON_DEMAND,
        name="declared",
        streamEnabled=True,
        streamViewType="NEW_AND_OLD_IMAGES",
        pointInTimeRecovery={"enabled": True},
        serverSideEncryption={"enabled": True, "kmsKeyArn": key_arn},
        replicas=[{"regionName": "eu-west-1"}],
    )
    client = bench.boto("dynamodb")
    found = client.describe_table(TableName="declared")["Table"]
    assert found["KeySchema"] == [
        {"AttributeName": "shard", "KeyType": "HASH"},
        {"AttributeName": "record", "KeyType": "RANGE"},
    ]
    assert found["SSEDescription"]["KMSMasterKeyArn"] == key_arn
    assert table.outputs["arn"] == found["TableArn"]
    assert table.outputs["streamArn"] == found["LatestStreamArn"]
    backups = client.describe_continuous_backups(TableName="declared")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_a_replica_is_a_table_in_its_region_and_goes_with_the_first(bench: Bench) -> None:
    declared = {**ON_DEMAND, "name": "copied", "streamEnabled": True, "streamViewType": "NEW_AND_OLD_IMAGES"}
    table = bench.deploy(TABLE, **declared, replicas=[{"regionName": "eu-west-1"}])
    assert table.drift() == []
    here, away = bench.boto("dynamodb"), bench.boto("dynamodb", "eu-west-1")
    away.put_item(TableName="copied", Item={"shard": {"S": "a"}, "record": {"S": "b"}})
    assert here.scan(TableName="copied")["Count"] == 1
    here.update_table(TableName="copied", ReplicaUpdates=[{"Delete": {"RegionName": "eu-west-1"}}])
    assert table.drift() == ["replicas"]
    table.update(replicas=[{"regionName": "eu-west-2"}])
    assert table.drift() == []
    table.delete()
    assert bench.boto("dynamodb", "eu-west-2").list_tables()["TableNames"] == []


def test_recovery_switched_off_or_to_other_days_out_of_band_is_drift(bench: Bench) -> None:
    table = bench.deploy(TABLE, **ON_DEMAND, name="drifts", pointInTimeRecovery={"enabled": True})
    client = bench.boto("dynamodb")
    client.update_continuous_backups(
        TableName="drifts", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )
    assert table.drift() == ["pointInTimeRecovery"]
    table.update(pointInTimeRecovery={"enabled": True, "recoveryPeriodInDays": 9})
    recovery = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35}
    client.update_continuous_backups(TableName="drifts", PointInTimeRecoverySpecification=recovery)
    assert table.drift() == ["pointInTimeRecovery"]


def test_protected_table_is_not_deleted_until_protection_is_off(bench: Bench) -> None:
    table = bench.deploy(TABLE, **ON_DEMAND, name="protected", deletionProtectionEnabled=True)
    with pytest.raises(ProviderError, match="protected against deletion"):
        table.delete()
    table.update(deletionProtectionEnabled=False)
    table.delete()
    assert table.read() is None


def test_other_keys_replace_the_table(bench: Bench) -> None:
    table = bench.deploy(TABLE, **ON_DEMAND, name="rekeyed")
    assert set(table.diff(hashKey="record", rangeKey="shard").replaces) == {"hashKey", "rangeKey"}


def test_provisioned_capacity_changes_in_place(bench: Bench) -> None:
    table = bench.deploy(TABLE, **KEYS, name="provisioned", readCapacity=1, writeCapacity=2)
    table.update(readCapacity=5, writeCapacity=6)
    throughput = bench.boto("dynamodb").describe_table(TableName="provisioned")["Table"]["ProvisionedThroughput"]
    assert (throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]) == (5, 6)
    assert table.drift() == []


def test_indexes_come_change_and_go_in_place(bench: Bench) -> None:
    table = bench.deploy(TABLE, **ON_DEMAND, name="indexed", globalSecondaryIndexes=[BY_RECORD])
    other = {"name": "all", "hashKey": "record", "rangeKey": "shard", "projectionType": "ALL"}
    table.update(globalSecondaryIndexes=[{**BY_RECORD, "projectionType": "ALL"}, other])
    assert table.drift() == []
    table.update(globalSecondaryIndexes=[other])
    found = bench.boto("dynamodb").describe_table(TableName="indexed")["Table"]["GlobalSecondaryIndexes"]
    assert [index["IndexName"] for index in found] == ["all"]


def test_item_lives(bench: Bench) -> None:
    bench.deploy(TABLE, **ON_DEMAND, name="items")
    item = {"shard": {"S": "shard-000"}, "record": {"S": "topology"}, "instances": {"N": "1"}}
    inputs = {"tableName": "items", "hashKey": "shard", "rangeKey": "record", "item": json.dumps(item)}
    bench.lives(ITEM, inputs, {"item": json.dumps({**item, "instances": {"N": "2"}})})


def test_item_changed_out_of_band_is_drift(bench: Bench) -> None:
    bench.deploy(TABLE, **ON_DEMAND, name="changed")
    item = {"shard": {"S": "a"}, "record": {"S": "topology"}}
    made = bench.deploy(ITEM, tableName="changed", hashKey="shard", rangeKey="record", item=json.dumps(item))
    bench.boto("dynamodb").put_item(TableName="changed", Item={**item, "more": {"S": "x"}})
    assert made.drift() == ["item"]


def test_item_that_stands_already_is_not_overwritten(bench: Bench) -> None:
    bench.deploy(TABLE, **ON_DEMAND, name="taken")
    item = json.dumps({"shard": {"S": "a"}, "record": {"S": "topology"}})
    bench.deploy(ITEM, tableName="taken", hashKey="shard", rangeKey="record", item=item)
    with pytest.raises(ProviderError, match="ConditionalCheckFailed"):
        bench.deploy(ITEM, tableName="taken", hashKey="shard", rangeKey="record", item=item)


def test_item_with_another_key_takes_the_old_one_away(bench: Bench) -> None:
    bench.deploy(TABLE, **ON_DEMAND, name="moved")
    old, new = ({"shard": {"S": shard}, "record": {"S": "topology"}} for shard in ("a", "b"))
    item = bench.deploy(ITEM, tableName="moved", hashKey="shard", rangeKey="record", item=json.dumps(old))
    item.update(item=json.dumps(new))
    assert bench.boto("dynamodb").scan(TableName="moved")["Items"] == [new]


def test_replica_is_only_recorded(bench: Bench) -> None:
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/t"
    assert bench.deploy("aws:dynamodb/tableReplica:TableReplica", globalTableArn=arn, region="eu-west-1").read()
