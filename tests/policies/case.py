"""A rule's fixture, and a watched copy of it that records what a rule reads."""

import copy
import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from policies.unknown import UNKNOWN

ABSENT: Final = object()
"""The value of a change that takes a property away."""

KEY: Final = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
"""A key of the customer's own."""
SERVICE_KEY: Final = "arn:aws:kms:us-east-1:123456789012:alias/aws/some-service"
"""A key that AWS made for one of its services."""

DOT: Final = "\N{ONE DOT LEADER}"
"""A dot inside a key of a path, as in the name of a label."""

MARK: Final = "4dabf18193072939515e22adb298388d"
"""The key by which Pulumi marks an asset or an archive, which is one value whatever is in it."""

Change = tuple[str, Any]
"""A dotted path, list elements by their number, and the value put there."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A compliant resource and what becomes of the verdict as it changes."""

    compliant: Mapping[str, Any]
    broken: Sequence[Change] = ()
    """Changes each of which makes it a violation."""
    accepted: Sequence[Change] = ()
    """Changes after which it still complies."""
    not_applicable: Sequence[Change] = ()
    """Changes after which the rule says nothing about it."""
    types: frozenset[str] = field(default=frozenset())
    """The rule's types that it is a fixture for; empty for all of them."""


def document(*statements: Mapping[str, Any]) -> str:
    """Return a policy document of *statements*, which allow unless they say otherwise."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]})


def changed(props: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy of *props* with *value* at *path*; missing parts of the path are made."""
    result = copy.deepcopy(dict(props))
    *parents, last = (key.replace(DOT, ".") for key in path.split("."))
    node: Any = result
    for key in parents:
        node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
    if value is ABSENT:
        del node[last if isinstance(node, dict) else int(last)]
    elif isinstance(node, list):
        node[int(last)] = value
    else:
        node[last] = value
    return result


def with_unknown(props: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return a copy of *props* whose value at *path* a preview would not know."""
    return changed(props, path, UNKNOWN)


@functools.cache
def pattern(path: str) -> str:
    """Return *path* with list elements told apart no more, and those of a list of plain values as the list itself."""
    return re.sub(r"\.\d+(?=\.)", "[]", re.sub(r"(\.\d+)+$", "", path))


class Watched(Mapping[str, Any]):
    """A mapping that adds the path of everything read from it to `reads`."""

    def __init__(self, target: Mapping[str, Any], reads: set[str], path: str = "") -> None:
        self._target, self._reads, self._path = target, reads, path

    def __getitem__(self, key: str) -> Any:
        path = f"{self._path}{str(key).replace('.', DOT)}"
        self._reads.add(path)
        return _watched(self._target[key], self._reads, path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._target)

    def __len__(self) -> int:
        return len(self._target)


class _WatchedList(Sequence[Any]):
    def __init__(self, target: Sequence[Any], reads: set[str], path: str) -> None:
        self._target, self._reads, self._path = target, reads, path

    def __getitem__(self, index: Any) -> Any:
        path = f"{self._path}.{index}"
        value = self._target[index]
        self._reads.add(path)
        return _watched(value, self._reads, path)

    def __len__(self) -> int:
        return len(self._target)


def _watched(value: Any, reads: set[str], path: str) -> Any:
    if isinstance(value, Mapping) and MARK in value:
        return value
    if isinstance(value, Mapping):
        return Watched(value, reads, f"{path}.")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _WatchedList(value, reads, path)
    return value


def leaves(reads: set[str]) -> set[str]:
    """Return those of *reads* that were not read any deeper."""
    return reads - {path.rpartition(".")[0].removesuffix("[]") for path in reads}
