"""The keywords that JSON Schema lacks, and their checks.

`syntax` asks for the syntax of a string (`syntaxes.py`), `agreement` for fields that fit each other (`agreements.py`).
Kubernetes's own schemas carry `x-kubernetes-list-map-keys`, fields in which list entries differ, and `format`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sandbox.providers.kubernetes.json_schema import Schema

Fault = tuple[Sequence[str | int], str]
"""Where under a value, and what is wrong there."""
Agreement = Callable[[Any], Iterator[Fault]]
"""Yields what does not agree in a value whose form was judged before."""


class Syntax(NamedTuple):
    """The syntax of a string."""

    holds: Callable[[str], Any]
    """Whether a string has it."""
    name: str
    """What to call it, after "is not"."""


def values(fields: Mapping[str, Schema], *agreements: Agreement, required: Sequence[str] = ()) -> Schema:
    """Return the schema of an object by what is asked of some of its *fields*, and of all of them together."""
    return {"properties": dict(fields), "agreement": agreements, "required": list(required)}


_BASE64 = re.compile(r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def _syntax(wanted: Syntax, value: Any) -> Iterator[Fault]:
    if isinstance(value, str) and not wanted.holds(value):
        yield (), f"{value!r} is not {wanted.name}"


def _format(wanted: str, value: Any) -> Iterator[Fault]:
    if wanted == "int32" and isinstance(value, int) and not -(2**31) <= value < 2**31:
        yield (), f"{value} is not a number of 32 bits"
    if wanted == "byte" and isinstance(value, str) and not _BASE64.fullmatch(value):
        yield (), "is not base64"


def _agreement(wanted: Sequence[Agreement], value: Any) -> Iterator[Fault]:
    for agreement in wanted:
        yield from agreement(value)


_DEFAULTS: Final = {"protocol": "TCP"}


def _keyed(wanted: Sequence[str], value: Any) -> Iterator[Fault]:
    seen: set[tuple[Any, ...]] = set()
    for index, item in enumerate(value):
        key = tuple(item.get(name) or _DEFAULTS.get(name) for name in wanted)
        if key in seen:
            said = ", ".join(f"{name} {part!r}" for name, part in zip(wanted, key, strict=True))
            yield (index,), f"duplicate of an entry with {said}"
        seen.add(key)


Check = Callable[[Any, Any], Iterator[Fault]]
"""Of what a schema asks, and a value."""

OF_FORM: Final[Mapping[str, Check]] = {"format": _format, "syntax": _syntax}
"""Keywords that any value can be judged by."""
OF_PARTS: Final[Mapping[str, Check]] = {"agreement": _agreement, "x-kubernetes-list-map-keys": _keyed}
"""Keywords for values whose form is right in every part."""
