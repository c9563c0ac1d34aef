"""What Terraform calls Pulumi's types and properties: `names.json`, and how to read it.

The table holds only what differs from the rule. The rule is: a name in snake_case, and an object is a block, which
Terraform writes as a list of one. A type has its name and, where anything differs, the number of a block; a block has,
for each property that differs, its name where that isn't the snake_case one, its kind where that isn't plain, and `#`
and the number of the block that its own properties follow. `tests/ops/terraform_plan/derive.py` makes the table.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

NAMES_PATH = Path(__file__).with_name("names.json")
WITHOUT_COUNTERPART = "-"
"""Stands in place of a name: the property is Pulumi's own."""
_SPEC = re.compile(r"(?P<name>\w*)(?P<kind>\{\}|=|\[\]|json:)?(?:#(?P<block>\d+))?")


class Kind(StrEnum):
    """How a value is written."""

    PLAIN = ""
    """As it is; an object as a list of one block."""
    MAP = "{}"
    """A map: its keys are data, not names."""
    OBJECT = "="
    """An object that stands alone, in no list."""
    ONE = "[]"
    """A plain value where Terraform has a list of at most one."""
    JSON = "json:"
    """A JSON text, which Pulumi lets one write as an object too."""


@dataclass(frozen=True, kw_only=True)
class Name:
    """What Terraform calls a property."""

    name: str
    kind: Kind = Kind.PLAIN
    block: int | None = None
    """The block that its own properties follow."""


@dataclass(frozen=True, kw_only=True)
class TypeName:
    """What Terraform calls a type."""

    name: str
    block: int | None
    """The block that its properties follow."""


def type_name(token: str) -> TypeName | None:
    """Return what Terraform calls the type *token*, or None where it has no such type."""
    entry = _table()["types"].get(token)
    return TypeName(name=entry[0], block=entry[1] if len(entry) > 1 else None) if entry else None


def property_name(block: int | None, name: str) -> Name | None:
    """Return what Terraform calls the property *name* of *block*, or None where it has no such property."""
    spec = "" if block is None else _table()["blocks"][block].get(name, "")
    return None if spec == WITHOUT_COUNTERPART else _name(name, spec)


@cache
def _name(name: str, spec: str) -> Name:
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise ValueError(f"{NAMES_PATH.name}: '{spec}' of {name} is no name")
    return Name(
        name=found["name"] or snake_case(name),
        kind=Kind.MAP if name in ("tags", "tagsAll") else Kind(found["kind"] or ""),
        block=int(found["block"]) if found["block"] else None,
    )


@cache
def snake_case(name: str) -> str:
    """Return *name*, which is in camelCase, in snake_case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def sources() -> Mapping[str, str]:
    """Return the packages that the table was made from, with their versions."""
    return _table()["sources"]


@cache
def _table() -> Mapping[str, Mapping]:
    return json.loads(NAMES_PATH.read_text(encoding="utf-8"))


@cache
def type_names() -> Mapping[str, Mapping[str, tuple[str, int | None]]]:
    """Return, for each of Terraform's types, the tokens that it has and the block that each follows."""
    found: dict[str, dict[str, tuple[str, int | None]]] = {}
    for token, (name, *block) in _table()["types"].items():
        found.setdefault(name, {})[token] = (token, block[0] if block else None)
    return found


@cache
def property_names(block: int | None) -> Mapping[str, tuple[str, Kind, int | None]]:
    """Return, by Terraform's name, the properties of *block* that its table lists: Pulumi's name, kind and block."""
    listed = {} if block is None else _table()["blocks"][block]
    names = {name: property_name(block, name) for name in (*listed, "tags", "tagsAll")}
    return {found.name: (name, found.kind, found.block) for name, found in names.items() if found}
