"""When two property values mean the same to AWS."""

import json
from typing import Any

from sandbox.values import UNKNOWN, Properties


def same(one: Any, other: Any) -> bool:
    """Return whether the values are equal, JSON documents being compared parsed. `UNKNOWN` equals nothing."""
    if one is UNKNOWN or other is UNKNOWN:
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one.get(key), other.get(key)) for key in _names(one) | _names(other))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    return one == other or _same_document(one, other)


def at(properties: Any, path: str) -> list[Any]:
    """Return the values at a property path, going through lists."""
    found = [properties]
    for name in path.split("."):
        found = [block for item in found for block in (item if isinstance(item, list) else [item])]
        found = [block if block is UNKNOWN else block.get(name) for block in found if _has(block, name)]
    return found


def document(value: Any) -> Any:
    """Return the JSON document in *value*, or None when it holds none."""
    if isinstance(value, dict | list):
        return value
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return None


def _has(block: Any, name: str) -> bool:
    return block is UNKNOWN or (isinstance(block, dict) and name in block)


def _names(block: Properties) -> set[str]:
    return {name for name in block if not name.startswith("__")}


def _same_document(one: Any, other: Any) -> bool:
    if not isinstance(one, str) and not isinstance(other, str):
        return False
    parsed = document(one)
    return parsed is not None and parsed == document(other)
