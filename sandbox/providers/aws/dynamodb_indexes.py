"""Keys and global secondary indexes of DynamoDB tables, as the API spells them and changes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.providers.aws import templates
from sandbox.providers.aws.act import Act
from sandbox.values import Properties

_KINDS = {"hashKey": "HASH", "rangeKey": "RANGE"}
_CAPACITY = {"readCapacity": "ReadCapacityUnits", "writeCapacity": "WriteCapacityUnits"}
_ON_DEMAND = {"maxReadRequestUnits": "MaxReadRequestUnits", "maxWriteRequestUnits": "MaxWriteRequestUnits"}
_WARM = {"readUnitsPerSecond": "ReadUnitsPerSecond", "writeUnitsPerSecond": "WriteUnitsPerSecond"}
_CHANGEABLE = ("IndexName", "OnDemandThroughput", "ProvisionedThroughput", "WarmThroughput")


def key_schema(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the key schema of a table or an index with `hashKey` and `rangeKey`, or with `keySchemas`."""
    keys = [{"AttributeName": one["attributeName"], "KeyType": one["keyType"]} for one in given.get("keySchemas") or ()]
    return keys or [{"AttributeName": given[name], "KeyType": kind} for name, kind in _KINDS.items() if given.get(name)]


def of(inputs: Mapping[str, Any]) -> Any:
    """Return the global secondary indexes in *inputs* as `CreateTable` takes them, or `OMIT`."""
    return [_encode(index) for index in _given(inputs)] or templates.OMIT


def change(act: Act) -> None:
    """Drop, add and change indexes one call each, as AWS wants it; an index with other keys is made anew."""
    old, new = ({one["IndexName"]: one for one in map(_encode, _given(known))} for known in (act.olds, act.inputs))
    for name in old:
        if name not in new or _fixed(old[name]) != _fixed(new[name]):
            _update(act, {"Delete": {"IndexName": name}})
    for name, index in new.items():
        if name not in old or _fixed(old[name]) != _fixed(index):
            _update(act, {"Create": index})
        elif old[name] != index:
            _update(act, {"Update": {member: index[member] for member in _CHANGEABLE if member in index}})


def _given(inputs: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return inputs.get("globalSecondaryIndexes") or ()


def _fixed(index: Mapping[str, Any]) -> Properties:
    return {member: value for member, value in index.items() if member not in _CHANGEABLE}


def _update(act: Act, step: Mapping[str, Any]) -> None:
    attributes = [{"AttributeName": one["name"], "AttributeType": one["type"]} for one in act["attributes"]]
    act.call("update_table", TableName=act.id, AttributeDefinitions=attributes, GlobalSecondaryIndexUpdates=[step])


def _encode(index: Mapping[str, Any]) -> Properties:
    projection: Properties = {"ProjectionType": index["projectionType"]}
    if index.get("nonKeyAttributes"):
        projection["NonKeyAttributes"] = list(index["nonKeyAttributes"])
    parts = {
        "ProvisionedThroughput": _spelled(index, _CAPACITY),
        "OnDemandThroughput": _spelled(_block(index, "onDemandThroughput"), _ON_DEMAND),
        "WarmThroughput": _spelled(_block(index, "warmThroughput"), _WARM),
    }
    given = {member: value for member, value in parts.items() if value}
    return {"IndexName": index["name"], "KeySchema": key_schema(index), "Projection": projection, **given}


def _spelled(block: Mapping[str, Any], names: Mapping[str, str]) -> Properties:
    return {member: block[name] for name, member in names.items() if block.get(name) is not None}


def _block(index: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = index.get(name) or {}
    return found[0] if isinstance(found, list) else found
