"""From properties to request members: where each property goes, and its value as the API spells it."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from sandbox.providers.aws import shapes
from sandbox.providers.aws.spec import As, Rename, Target
from sandbox.values import UNKNOWN, Properties, has_unknown

INLINE = "."
"""Rename target of a block whose properties stand in its parent's place."""


@dataclass(frozen=True)
class Route:
    """Where a property goes: a path of members, the shape there, and its codec if it has one."""

    steps: tuple[str, ...]
    shape: Shape | None
    codec: As | None = None

    @property
    def inline(self) -> bool:
        """Whether the block's properties stand in its parent's place."""
        return not self.steps


@dataclass(frozen=True)
class Table:
    """How one call's names differ from the properties'."""

    own: Rename = field(default_factory=dict)
    shared: Rename = field(default_factory=dict)
    skip: Collection[str] = ()
    """Property paths that are neither sent nor read."""

    def route(self, shape: Shape | None, name: str, path: str) -> Route | None:
        """Return where property *name* (at *path*) goes within *shape*, or None when it has no place there."""
        if path in self.own:
            return resolve(shape, self.own[path])
        if path in self.shared and (self.shared[path] is None or resolve(shape, self.shared[path])):
            return resolve(shape, self.shared[path])
        found = shapes.member(shape, name) if shape else None
        return Route((found,), shapes.members(shape)[found]) if found and shape else None


def resolve(shape: Shape | None, target: Target) -> Route | None:
    """Return where a rename's *target* leads from *shape*, or None when it leads nowhere."""
    if target is None:
        return None
    codec = target if isinstance(target, As) else None
    member = codec.member if codec else str(target)
    if member == INLINE:
        return Route((), shape)
    steps = tuple(member.split("."))
    end = shapes.walk(shape, steps)
    return Route(steps, end, codec) if end is not None else None


def request(properties: Properties, shape: Shape, table: Table, lost: list[str] | None = None) -> Properties:
    """Return *properties* as a request of *shape*; *lost* receives the paths that have no place in it."""
    sent: Properties = {}
    _fill(sent, shape, properties, "", table, [] if lost is None else lost)
    return sent


def encode(value: Any, shape: Shape | None, path: str, table: Table, lost: list[str]) -> Any:
    """Return *value* (the property at *path*) as the API spells it. `UNKNOWN` stays."""
    if value is UNKNOWN or value is None or shape is None:
        return value
    if isinstance(shape, StructureShape):
        return _structure(value, shape, path, table, lost)
    if isinstance(shape, ListShape):
        return [
            encode(item, shapes.element(shape), path, table, lost) for item in _items(value, shape) if item is not None
        ]
    if isinstance(shape, MapShape):
        return {key: encode(item, shapes.value(shape), path, table, lost) for key, item in sole(value).items()}
    return _scalar(value, shape.type_name)


def sole(value: Any) -> Any:
    """Return the block in *value*: itself, or the one element of its list."""
    if isinstance(value, list):
        return value[0] if value else {}
    return value


def put(request: Properties, shape: Shape | None, steps: tuple[str, ...], value: Any) -> None:
    """Set the member at *steps* of *request*, making structures (and lists of one) on the way."""
    here: Any = request
    for step in steps[:-1]:
        shape = shapes.walk(shape, (step,))
        here = here.setdefault(step, [{}] if isinstance(shape, ListShape) else {})
        here = here[0] if isinstance(here, list) else here
    last = steps[-1]
    if isinstance(here.get(last), dict) and isinstance(value, dict):
        here[last].update(value)
    else:
        here[last] = value


def _fill(sent: Properties, shape: Shape, properties: Properties, prefix: str, table: Table, lost: list[str]) -> None:
    for name, value in properties.items():
        path = prefix + name
        if name.startswith("__") or path in table.skip:
            continue
        route = table.route(shape, name, path)
        if route is None:
            lost.append(path)
        elif value is None:
            continue
        elif route.inline:
            if value is not UNKNOWN:
                _fill(sent, shape, sole(value), path + ".", table, lost)
        elif route.codec:
            put(sent, shape, route.steps, UNKNOWN if has_unknown(value) else route.codec.encode(value))
        else:
            put(sent, shape, route.steps, encode(value, route.shape, path, table, lost))


def _structure(value: Any, shape: StructureShape, path: str, table: Table, lost: list[str]) -> Any:
    members = shapes.members(shape)
    counted = "Quantity" in members and "Items" in members
    if counted and isinstance(value, list):
        items = encode(value, members["Items"], path, table, lost)
        return {"Quantity": len(items), **({"Items": items} if items else {})}
    block = sole(value)
    if not isinstance(block, dict):
        return block
    sent: Properties = {}
    _fill(sent, shape, block, path + ".", table, lost)
    if counted and "Quantity" not in sent:
        sent["Quantity"] = len(sent.get("Items", ()))
    return sent


def _items(value: Any, shape: ListShape) -> list[Any]:
    if isinstance(value, list):
        return value
    names = shapes.pair(shapes.element(shape))
    if isinstance(value, dict) and names and not shapes.pair_names(value):
        return [{names[0]: key, names[1]: item} for key, item in value.items()]
    return [value]


def _scalar(value: Any, kind: str) -> Any:
    if kind == "string":
        return text(value)
    if kind == "blob":
        return value.encode() if isinstance(value, str) else value
    if kind in ("integer", "long"):
        return int(value) if isinstance(value, int | float) or _is_number(value) else value
    if kind in ("float", "double"):
        return float(value) if isinstance(value, int | float) or _is_number(value) else value
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def text(value: Any) -> Any:
    """Return a scalar or a document as the text that AWS takes for it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
