"""Which part of a row sees to which property: what `check` refuses and what `diff` replaces rest on it."""

from collections.abc import Iterator
from functools import cache

from sandbox.providers.aws import shapes, templates
from sandbox.providers.aws.act import table_of, takes
from sandbox.providers.aws.mapping import request
from sandbox.providers.aws.spec import Call, Recorded, Row, Run, Type
from sandbox.values import Properties

TAGS = ("tags", "tagsAll")


def unmapped(row: Row, news: Properties) -> list[str]:
    """Return the paths in *news* that no part of *row* sees to."""
    if isinstance(row, Recorded):
        return []
    return [path for name, value in news.items() for path in _unmapped(row, name, value)]


def creates(row: Type, name: str) -> bool:
    """Return whether the property goes with the call that creates."""
    if row.tags and name in TAGS:
        return row.tags.created and name == "tags"
    return not any(name in aspect.properties and aspect.put and not aspect.created for aspect in row.aspects)


def updates(row: Type, name: str) -> bool:
    """Return whether the call that updates (aspects aside) changes the property."""
    if apart(row, name) or name in row.replaces:
        return False
    return row.update is not None and _takes(row, row.update, name)


def apart(row: Type, name: str) -> bool:
    """Return whether the property has calls of its own, as tags have and an aspect's properties."""
    return name in _apart(row)


def changeable(row: Row, name: str) -> bool:
    """Return whether the property can be changed in place."""
    if name in row.replaces or name == "region":
        return False
    if isinstance(row, Recorded):
        return True
    return apart(row, name) or name in _handling(row) or name in row.not_emulated or updates(row, name)


def generated_prefix(row: Row) -> str | None:
    """Return the property that gives the start of a made-up name, such as `namePrefix`."""
    return f"{row.name.property}Prefix" if row.name else None


@cache
def _apart(row: Type) -> frozenset[str]:
    """Properties with calls of their own."""
    own = {name for aspect in row.aspects if aspect.put for name in aspect.properties}
    return frozenset(own | set(TAGS)) if row.tags else frozenset(own)


@cache
def _handling(row: Type) -> frozenset[str]:
    """Properties that only say how the resource is handled."""
    return frozenset({*row.local, *_used(row.delete), *(getattr(row.delete, "takes", None) or ())})


@cache
def _named(row: Type) -> frozenset[str]:
    """Properties that templates and functions of the row's calls use, whatever is in them."""
    sends = (row.create, row.update, row.delete, *(aspect.put for aspect in row.aspects))
    found = {name for call in sends for name in _used(call)} | _handling(row)
    found |= {name for aspect in row.aspects if isinstance(aspect.put, Run) for name in aspect.properties}
    if prefix := generated_prefix(row):
        found.add(prefix)
    if row.region is None:
        found.add("region")
    return frozenset(found)


def _switches(row: Type, name: str) -> bool:
    """Return whether the property decides between an aspect's two calls, and so need not be sent."""
    return any(name in aspect.properties and aspect.clear for aspect in row.aspects)


def _used(call: Call | Run | None) -> Iterator[str]:
    if isinstance(call, Run):
        yield from call.takes
    elif call:
        yield from templates.names(call.params)


def at_creation(row: Type, name: str) -> Iterator[Call]:
    """Yield the calls that send the property when the resource is made."""
    if isinstance(row.create, Call) and creates(row, name) and _takes(row, row.create, name):
        yield row.create
    for aspect in row.aspects:
        if isinstance(aspect.put, Call) and name in aspect.properties and not aspect.created:
            yield aspect.put


def at_change(row: Type, name: str) -> Iterator[Call]:
    """Yield the calls that send the property when it is changed in place."""
    if isinstance(row.update, Call) and updates(row, name):
        yield row.update
    for aspect in row.aspects:
        if isinstance(aspect.put, Call) and name in aspect.properties:
            yield aspect.put


def sees_to(row: Type, name: str) -> bool:
    """Return whether templates or functions see to the property, whatever is in it."""
    return name.startswith("__") or name in row.not_emulated or name in _named(row) or (bool(row.tags) and name in TAGS)


def _unmapped(row: Type, name: str, value: object) -> list[str]:
    if sees_to(row, name) or (isinstance(value, bool) and _switches(row, name)):
        return []
    missed = _lost(row, name, value, at_creation(row, name))
    if name not in row.replaces and not isinstance(row.update, Run):
        missed |= {path for path in _lost(row, name, value, at_change(row, name)) if not _replaces(row, path)}
    return sorted(missed)


def _replaces(row: Type, path: str) -> bool:
    return any(path == replaced or path.startswith(f"{replaced}.") for replaced in row.replaces)


def _lost(row: Type, name: str, value: object, calls: Iterator[Call]) -> set[str]:
    """Return the paths in the property that none of *calls* has a place for."""
    missed: set[str] | None = None
    for call in calls:
        lost: list[str] = []
        shape = shapes.request(call.service or row.service, call.operation)
        request({name: value}, shape, table_of(row, call), lost)
        missed = set(lost) if missed is None else missed & set(lost)
    return {name} if missed is None else missed


def _takes(row: Type, call: Call | Run, name: str) -> bool:
    if isinstance(call, Run):
        return name in call.takes
    if not takes(row, call, name):
        return False
    shape = shapes.request(call.service or row.service, call.operation)
    return name in set(templates.names(call.params)) or table_of(row, call).route(shape, name, name) is not None
