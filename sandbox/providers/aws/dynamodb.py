"""Amazon DynamoDB. Secondary indexes are spelled in `dynamodb_indexes.py`, replicas in `dynamodb_replicas.py`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws import dynamodb_indexes, dynamodb_replicas
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, As, Aspect, Autoname, Call, Look, Read, Recorded, Run, Type
from sandbox.providers.aws.tags import tagged_by

_TABLE = {"TableName": ID}
_DESCRIBE = Read("describe_table", _TABLE, result="Table", rename={"billingMode": "BillingModeSummary.BillingMode"})
_UPDATE = Call("update_table", _TABLE)
_NOT_KEPT = "the emulator takes it and keeps nothing of it"
_NO_RESTORE = "the sandbox makes tables with CreateTable only"


def _key_of(kind: str) -> As:
    """Return the target of a key property in a table's key schema; `create` sends both keys together."""

    def decode(schema: Sequence[Mapping[str, str]]) -> str | None:
        return next((key["AttributeName"] for key in schema if key["KeyType"] == kind), None)

    return As("KeySchema", lambda name: [{"AttributeName": name, "KeyType": kind}], decode)


def _item_key(inputs: Mapping[str, Any]) -> dict[str, Any]:
    item = json.loads(inputs["item"])
    return {name: item[name] for name in (inputs["hashKey"], inputs.get("rangeKey")) if name}


def _item_id(act: Act) -> str:
    key = _item_key({"item": act["item"], "hashKey": act["hashKey"], "rangeKey": act.inputs.get("rangeKey")})
    return "|".join((act["tableName"], *(part for name, value in key.items() for part in (name, *value.values()))))


def _read_item(act: Act) -> Mapping[str, Any] | None:
    if not act.inputs:
        return None
    answer = act.call("get_item", TableName=act["tableName"], Key=_item_key(act.inputs), ConsistentRead=True)
    return answer if answer.get("Item") else None


def _put_item(act: Act) -> None:
    """Put the item, and take the old one away when the new one has another key."""
    act.call("put_item", TableName=act["tableName"], Item=json.loads(act["item"]))
    if (old := _item_key(act.olds)) != _item_key(act.inputs):
        act.call("delete_item", TableName=act["tableName"], Key=old)


def _delete_item(act: Act) -> None:
    act.call("delete_item", TableName=act["tableName"], Key=_item_key(act.inputs))


TABLE = Type(
    "aws:dynamodb/table:Table",
    service="dynamodb",
    id="{name}",
    create=Call(
        "create_table",
        {"KeySchema": dynamodb_indexes.key_schema, "GlobalSecondaryIndexes": dynamodb_indexes.of},
        result="TableDescription",
    ),
    read=_DESCRIBE,
    delete=Run(dynamodb_replicas.delete),
    aspects=(
        Aspect({"billingMode", "readCapacity", "writeCapacity"}, put=_UPDATE, created=True),
        Aspect({"deletionProtectionEnabled"}, put=_UPDATE, created=True),
        Aspect({"onDemandThroughput"}, put=_UPDATE, created=True),
        Aspect({"serverSideEncryption"}, put=_UPDATE, created=True),
        Aspect({"streamEnabled", "streamViewType"}, put=_UPDATE, created=True),
        Aspect({"tableClass"}, put=_UPDATE, created=True),
        Aspect({"warmThroughput"}, put=_UPDATE, created=True),
        Aspect({"attributes", "globalSecondaryIndexes"}, put=Run(dynamodb_indexes.change), created=True),
        Aspect({"replicas"}, put=Run(dynamodb_replicas.change), read=_DESCRIBE),
        Aspect(
            {"pointInTimeRecovery"},
            put=Call("update_continuous_backups", _TABLE),
            read=Read(
                "describe_continuous_backups",
                _TABLE,
                result="ContinuousBackupsDescription",
                rename={
                    "pointInTimeRecovery": "PointInTimeRecoveryDescription",
                    "pointInTimeRecovery.enabled": "PointInTimeRecoveryStatus",
                },
            ),
        ),
        Aspect(
            {"ttl"},
            put=Call("update_time_to_live", _TABLE),
            read=Read(
                "describe_time_to_live",
                _TABLE,
                result="TimeToLiveDescription",
                rename={"ttl": ".", "ttl.enabled": "TimeToLiveStatus"},
            ),
        ),
    ),
    tags=tagged_by({"ResourceArn": "{arn}"}, read="list_tags_of_resource"),
    name=Autoname("name", 255),
    rename={
        "name": "TableName",
        "attributes": "AttributeDefinitions",
        "attributes.name": "AttributeName",
        "attributes.type": "AttributeType",
        "globalSecondaryIndexes.name": "IndexName",
        "globalSecondaryIndexes.hashKey": _key_of("HASH"),
        "globalSecondaryIndexes.rangeKey": _key_of("RANGE"),
        "globalSecondaryIndexes.projectionType": "Projection.ProjectionType",
        "globalSecondaryIndexes.nonKeyAttributes": "Projection.NonKeyAttributes",
        "globalSecondaryIndexes.readCapacity": "ProvisionedThroughput.ReadCapacityUnits",
        "globalSecondaryIndexes.writeCapacity": "ProvisionedThroughput.WriteCapacityUnits",
        "hashKey": _key_of("HASH"),
        "pointInTimeRecovery": "PointInTimeRecoverySpecification",
        "pointInTimeRecovery.enabled": "PointInTimeRecoveryEnabled",
        "rangeKey": _key_of("RANGE"),
        "readCapacity": "ProvisionedThroughput.ReadCapacityUnits",
        "writeCapacity": "ProvisionedThroughput.WriteCapacityUnits",
        "serverSideEncryption": "SSESpecification",
        "serverSideEncryption.kmsKeyArn": "KMSMasterKeyId",
        "streamEnabled": "StreamSpecification.StreamEnabled",
        "streamViewType": "StreamSpecification.StreamViewType",
        "ttl": "TimeToLiveSpecification",
    },
    completes={"replicas": dynamodb_replicas.completed},
    outputs={"arn": "TableArn", "streamArn": "LatestStreamArn", "streamLabel": "LatestStreamLabel"},
    replaces={"hashKey", "name", "rangeKey"},
    defaults={
        "billingMode": "PROVISIONED",
        "deletionProtectionEnabled": False,
        "pointInTimeRecovery": {"enabled": False},
        "streamEnabled": False,
    },
    forgotten={
        "onDemandThroughput": _NOT_KEPT,
        "serverSideEncryption": "the emulator's UpdateTable leaves the key a table was made with",
        "tableClass": _NOT_KEPT,
        **dynamodb_replicas.FORGOTTEN,
    },
    not_emulated=dict.fromkeys(
        (
            "importTable",
            "restoreBackupArn",
            "restoreDateTime",
            "restoreSourceName",
            "restoreSourceTableArn",
            "restoreToLatestTime",
        ),
        _NO_RESTORE,
    )
    | dynamodb_replicas.NOT_EMULATED
    | {
        "globalTableWitness": "the emulator has no witnesses",
        "localSecondaryIndexes": "the sandbox makes no local secondary indexes",
    },
)

TABLE_ITEM = Type(
    "aws:dynamodb/tableItem:TableItem",
    service="dynamodb",
    id=_item_id,
    create=Call(
        "put_item",
        {"ConditionExpression": "attribute_not_exists(#key)", "ExpressionAttributeNames": {"#key": "{hashKey}"}},
    ),
    read=Look(_read_item, Read("get_item", {"TableName": "{tableName}"})),
    update=Run(_put_item, takes={"item"}),
    delete=Run(_delete_item, takes={"rangeKey"}),
    rename={"item": As("Item", json.loads, json.dumps)},
    replaces={"hashKey", "rangeKey", "tableName"},
)

TABLE_REPLICA = Recorded(
    "aws:dynamodb/tableReplica:TableReplica",
    reason="the sandbox makes the replicas that a table declares, and no others",
    id="{digest}",
    replaces={"globalTableArn", "kmsKeyArn"},
)

TYPES = (TABLE, TABLE_ITEM, TABLE_REPLICA)
