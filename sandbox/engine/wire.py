"""Property values on the wire: protobuf structs to plain Python and back.

Pulumi marks what JSON cannot say by dictionaries with a signature key (pulumi/pulumi, `sdk/python` runtime `rpc.py`).
Assets, archives and resource references travel through unchanged; secrets and unknown values become `Secret` and
`UNKNOWN`.
"""

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf import struct_pb2

from sandbox.values import UNKNOWN, Properties, Secret, reveal

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker of the protocol, not a password
OUTPUT_VALUE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_VALUE: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def decode(struct: struct_pb2.Struct) -> Properties:
    """Return the properties that *struct* carries. Whole numbers become `int`; nulls are dropped, but from lists.

    Text that was made of an unknown value, as of a data source's that nobody answered, is unknown.
    """
    decoded = {key: _decode(value) for key, value in struct.fields.items()}
    return {key: value for key, value in decoded.items() if value is not None}


def encode(properties: Mapping[str, Any]) -> struct_pb2.Struct:
    """Return *properties* as a struct."""
    struct = struct_pb2.Struct()
    for key, value in properties.items():
        _encode(value, struct.fields[key])
    return struct


def identified(value: Any) -> Any:
    """Return *value* with the id of each resource in it, or the URN of a component, in place of a reference.

    So does the stock engine for a provider that takes no references (pulumi/pulumi, `sdk/go/common/resource/plugin`,
    `MarshalPropertyValue`); none of the sandbox's do.
    """
    if isinstance(value, Secret):
        return Secret(identified(value.value))
    if isinstance(value, dict):
        if value.get(SIGNATURE) == RESOURCE:
            return (value["id"] or UNKNOWN) if "id" in value else value["urn"]
        return {key: identified(item) for key, item in value.items()}
    if isinstance(value, list):
        return [identified(item) for item in value]
    return value


def plain(value: Any) -> Any:
    """Return *value* as an analyzer sees it: secrets in clear, unknown values as the protocol's marker."""
    if value is UNKNOWN:
        return UNKNOWN_VALUE
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def _decode(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return UNKNOWN if UNKNOWN_VALUE in value.string_value else value.string_value
    if kind == "bool_value":
        return value.bool_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "list_value":
        return [_decode(item) for item in value.list_value.values]
    if kind == "struct_value":
        items = {key: _decode(item) for key, item in value.struct_value.fields.items()}
        return _unmark(items) if SIGNATURE in items else {k: item for k, item in items.items() if item is not None}
    return None


def _unmark(items: dict[str, Any]) -> Any:
    if items[SIGNATURE] == SECRET:
        return Secret(reveal(items.get("value")))
    if items[SIGNATURE] == OUTPUT_VALUE:
        value = items.get("value", UNKNOWN)
        return Secret(reveal(value)) if items.get("secret") else value
    return items


def _encode(value: Any, into: struct_pb2.Value) -> None:
    if value is None:
        into.null_value = struct_pb2.NULL_VALUE
    elif value is UNKNOWN:
        into.string_value = UNKNOWN_VALUE
    elif isinstance(value, bool):
        into.bool_value = value
    elif isinstance(value, int | float):
        into.number_value = value
    elif isinstance(value, str):
        into.string_value = value
    elif isinstance(value, Secret):
        fields = into.struct_value.fields
        fields[SIGNATURE].string_value = SECRET
        _encode(value.value, fields["value"])
    elif isinstance(value, Mapping):
        fields = into.struct_value.fields
        into.struct_value.SetInParent()
        for key, item in value.items():
            _encode(item, fields[key])
    else:
        into.list_value.SetInParent()
        for item in value:
            _encode(item, into.list_value.values.add())
