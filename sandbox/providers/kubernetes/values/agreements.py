"""Agreements between fields that recur: each returns a check for the `agreement` of a table.

What is wrong is said in the API server's words, as far as one line holds them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.providers.kubernetes.values.keywords import Agreement, Fault


def is_set(value: Mapping[str, Any], name: str) -> bool:
    """Return whether *value* has *name*: empty text and empty lists are as good as none, an empty object is not."""
    return value.get(name) not in (None, "", [])


def at_least_one(*names: str) -> Agreement:
    """Ask for one of *names*."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        if not any(is_set(value, name) for name in names):
            yield (), f"must specify one of {', '.join(names)}"

    return agreement


def exactly_one(*names: str) -> Agreement:
    """Ask for one of *names*, and refuse a second."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        yield from at_least_one(*names)(value)
        yield from at_most_one(*names)(value)

    return agreement


def at_most_one(*names: str) -> Agreement:
    """Refuse two of *names*."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        present = [name for name in names if is_set(value, name)]
        if len(present) > 1:
            yield (), f"may not specify both {present[0]} and {present[1]}"

    return agreement


def needed(name: str, field: str, *kinds: str, default: str = "") -> Agreement:
    """Ask for *name* where *field* is one of *kinds*."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        if value.get(field, default) in kinds and not is_set(value, name):
            yield (name,), f"must be set when `{field}` is {' or '.join(filter(None, kinds))}"

    return agreement


def only_with(name: str, field: str, *kinds: str, default: str = "") -> Agreement:
    """Refuse *name* where *field* is none of *kinds*."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        if is_set(value, name) and value.get(field, default) not in kinds:
            yield (name,), f"may only be set when `{field}` is {' or '.join(filter(None, kinds))}"

    return agreement


def distinct(items: str, name: str) -> Agreement:
    """Ask that *items*, a list, differ in *name* where they have it."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        seen: set[Any] = set()
        for index, item in enumerate(value.get(items, ())):
            if name in item and item[name] in seen:
                yield (items, index, name), f"duplicate value {item[name]!r}"
            seen.add(item.get(name))

    return agreement


def ordered(low: str, high: str) -> Agreement:
    """Ask that *low* be no more than *high*."""

    def agreement(value: Mapping[str, Any]) -> Iterator[Fault]:
        if low in value and high in value and value[high] < value[low]:
            yield (high,), f"{value[high]} must be greater than or equal to `{low}`"

    return agreement
