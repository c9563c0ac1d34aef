"""From an API's answer back to properties, in the shape the program gave them.

Only what was given is looked at: defaults the API adds don't show. What the answer's model doesn't have stays as given;
what it has and the answer lacks is gone. Order in lists, the case of enumerated values, the spelling of JSON documents
and an ARN for a name make no difference.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import MapShape, Shape
from botocore.utils import parse_timestamp

from sandbox.providers.aws import shapes
from sandbox.providers.aws.compare import document, same
from sandbox.providers.aws.mapping import Route, Table, sole, text
from sandbox.providers.aws.schema import TRUE
from sandbox.values import Properties

ABSENT: Any = object()


def read_back(given: Properties, data: Any, shape: Shape | None, table: Table, prefix: str = "") -> Properties:
    """Return *given* with the values of *data*; a property the API has taken away is left out."""
    live: Properties = {}
    for name, like in given.items():
        value = read_one(like, name, data, shape, table, prefix)
        if value is not ABSENT:
            live[name] = value
    return live


def read_one(like: Any, name: str, data: Any, shape: Shape | None, table: Table, prefix: str = "") -> Any:
    """Return the live value of property *name*, which was given as *like*, or `ABSENT`."""
    path = prefix + name
    if path in table.skip or name.startswith("__"):
        return like
    route = table.route(shape, name, path)
    if route is None:
        return like
    if route.inline:
        block = read_back(sole(like), data, shape, table, path + ".")
        return [block] if isinstance(like, list) else block
    value = get(data, route.steps)
    if value in (ABSENT, None):
        return like if like in (None, False, "", [], {}, 0) else ABSENT
    return _back(value, like, route, path, table)


def import_one(name: str, data: Any, shape: Shape | None, table: Table) -> Any:
    """Return the live value of a property nothing is known about, or `ABSENT`."""
    route = None if name in table.skip else table.route(shape, name, name)
    if route is None or route.inline:
        return ABSENT
    value = get(data, route.steps)
    if value in (ABSENT, None, "", [], {}):
        return ABSENT
    return route.codec.decode(value) if route.codec else _plain(value, route.shape, name, table)


def get(data: Any, steps: tuple[str, ...] | list[str]) -> Any:
    """Return the value at *steps* of an answer, lists meaning their first element, or `ABSENT`."""
    for step in steps:
        if isinstance(data, list):
            data = data[0] if data else ABSENT
        if not isinstance(data, Mapping) or step not in data:
            return ABSENT
        data = data[step]
    return data


def _back(value: Any, like: Any, route: Route, path: str, table: Table) -> Any:
    if route.codec:
        decoded = route.codec.decode(value)
        return like if same(decoded, like) or same(route.codec.encode(like), value) else decoded
    return _value(value, like, route.shape, path, table)


def _value(value: Any, like: Any, shape: Shape | None, path: str, table: Table) -> Any:
    if like is None:
        return _plain(value, shape, path, table)
    if isinstance(like, dict):
        return _block(value, like, shape, path, table)
    if isinstance(like, list):
        return _list(value, like, shape, path, table)
    return _scalar(value, like, shape)


def _block(value: Any, like: Properties, shape: Shape | None, path: str, table: Table) -> Any:
    if isinstance(value, str):
        parsed = document(value)
        return like if same(parsed, like) else parsed
    if isinstance(value, list):
        pairs = None if shapes.pair_names(like) else _pairs(value, shape)
        if pairs is not None:
            return {key: _scalar(item, like.get(key), None) for key, item in pairs.items()}
        value, shape = (value[0] if value else {}), shapes.element(shape)
    if isinstance(shape, MapShape):
        return {key: _value(item, like.get(key), shapes.value(shape), path, table) for key, item in value.items()}
    return read_back(like, value, shape, table, path + ".")


def _list(value: Any, likes: list[Any], shape: Shape | None, path: str, table: Table) -> Any:
    if isinstance(value, str):
        parsed = document(value)
        return likes if same(parsed, likes) else parsed
    values, shape = _elements(value, shape)
    left = list(values)
    live: list[Any] = []
    unmatched: list[int] = []
    for like in likes:
        found = next((item for item in left if same(_value(item, like, shape, path, table), like)), ABSENT)
        if found is ABSENT:
            unmatched.append(len(live))
        else:
            left.remove(found)
        live.append(like)
    for index in unmatched:
        live[index] = _value(left.pop(0), live[index], shape, path, table) if left else ABSENT
    return [item for item in live if item is not ABSENT] + [_plain(item, shape, path, table) for item in left]


def _elements(value: Any, shape: Shape | None) -> tuple[list[Any], Shape | None]:
    if isinstance(value, Mapping) and "Quantity" in value:
        return list(value.get("Items") or ()), shapes.element(shapes.members(shape).get("Items")) if shape else None
    if isinstance(value, list):
        return value, shapes.element(shape)
    return [value], shape


def _scalar(value: Any, like: Any, shape: Shape | None) -> Any:
    if isinstance(like, bool):
        return value.lower() in TRUE if isinstance(value, str) else bool(value)
    if isinstance(like, int | float):
        return _number(value)
    if not isinstance(like, str):
        return spelled(value)
    if isinstance(value, datetime):
        return like if _same_time(value, like) else value.isoformat()
    plain = spelled(value)
    if same(document(value), document(like)) and document(like) is not None:
        return like
    if isinstance(plain, str) and (_same_name(plain, like) or (_listed(shape) and _same_word(plain, like))):
        return like
    return text(plain)


def _plain(value: Any, shape: Shape | None, path: str, table: Table) -> Any:
    if isinstance(value, Mapping) and "Quantity" in value:
        value, shape = value.get("Items", []), shapes.members(shape).get("Items") if shape else None
    if isinstance(value, list):
        pairs = _pairs(value, shape) if value else None
        return pairs or [_plain(item, shapes.element(shape), path, table) for item in value]
    if isinstance(value, Mapping):
        if shape is not None and shape.type_name == "string":
            return text(value)
        if isinstance(shape, MapShape):
            return {key: _plain(item, shapes.value(shape), path, table) for key, item in value.items()}
        return _plain_block(value, shape, path + ".", table)
    return spelled(value)


def _plain_block(data: Mapping[str, Any], shape: Shape | None, prefix: str, table: Table) -> Properties:
    block: Properties = {}
    taken: set[str] = set()
    for path in {**table.shared, **table.own}:
        name = path.removeprefix(prefix)
        if not path.startswith(prefix) or "." in name or path in table.skip:
            continue
        route = table.route(shape, name, path)
        value = get(data, route.steps) if route and route.steps else ABSENT
        if route and value is not ABSENT:
            block[name] = route.codec.decode(value) if route.codec else _plain(value, route.shape, path, table)
            taken.add(route.steps[0])
    for key, value in data.items():
        name = camel(key)
        if key not in taken and prefix + name not in table.skip:
            block[name] = _plain(value, shapes.members(shape).get(key) if shape else None, prefix + name, table)
    return block


def camel(member: str) -> str:
    """Return a member's name as Pulumi spells properties: `KMSMasterKeyID` → `kmsMasterKeyId`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", member)
    return "".join(word.lower() if not index else word.capitalize() for index, word in enumerate(words))


def _pairs(value: list[Any], shape: Shape | None) -> Properties | None:
    names = shapes.pair(shapes.element(shape)) if shape else shapes.pair_names(value[0]) if value else None
    if names is None or not all(isinstance(item, Mapping) and names[0] in item for item in value):
        return None
    return {item[names[0]]: item.get(names[1], "") for item in value}


def spelled(value: Any) -> Any:
    """Return a value of an answer as properties hold it: times and bytes as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _number(value: Any) -> Any:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return value
    return int(number) if number.is_integer() else number


def _same_time(value: datetime, like: str) -> bool:
    try:
        return parse_timestamp(like) == value
    except ValueError:
        return False


def _same_name(value: str, like: str) -> bool:
    """Whether one is the ARN of what the other names."""
    long, short = (value, like) if len(value) > len(like) else (like, value)
    return long == short or (long.startswith("arn:") and long.endswith((f"/{short}", f":{short}")))


def _same_word(value: str, like: str) -> bool:
    return value.lower() == like.lower()


def _listed(shape: Shape | None) -> bool:
    return bool(getattr(shape, "enum", None))
