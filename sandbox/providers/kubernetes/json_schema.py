"""A few words to write JSON Schemas with, so that a table of custom kinds reads like a reference page."""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
PORT: Schema = {"type": "integer", "minimum": 1, "maximum": 65535}
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
DURATION: Schema = {"type": "string", "pattern": r"^(?=.*[1-9])(\d+(\.\d+)?(h|ms|m|s))+$"}
"""A Go duration above nothing, such as `1.5s` or `1h30m`."""
DURATION_OR_ZERO: Schema = {"type": "string", "pattern": r"^(\d+(\.\d+)?(h|ms|m|s))+$"}
"""The same where `0s` means that there is no end."""


def record(fields: Mapping[str, Schema], required: Sequence[str] = ()) -> Schema:
    """Return the schema of an object with exactly these *fields*."""
    return {
        "type": "object",
        "additionalProperties": False,  # first, so that a misspelt field is told rather than the one it misses
        "properties": dict(fields),
        "required": list(required),
    }


def one_of(fields: Mapping[str, Schema]) -> Schema:
    """Return the schema of an object that has exactly one of these *fields*."""
    return {**record(fields), "minProperties": 1, "maxProperties": 1}


def list_of(item: Schema, at_least: int = 0) -> Schema:
    """Return the schema of a list of *item*s."""
    return {"type": "array", "items": item, "minItems": at_least}


def map_of(item: Schema) -> Schema:
    """Return the schema of a map from any name to *item*."""
    return {"type": "object", "additionalProperties": item}


def choice(*names: str) -> Schema:
    """Return the schema of one of *names*."""
    return {"type": "string", "enum": list(names)}
