"""Properties as Terraform's plan has them: its names and blocks, with unknown and sensitive values apart."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ops.terraform_plan.names import Kind, property_name
from policies.unknown import UNKNOWN

SENSITIVE = "(sensitive)"
"""Stands in place of a secret."""
Path = tuple[str | int, ...]
"""Where a value is among Pulumi's properties: names and list positions."""
_SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key by which Pulumi marks assets and archives."""


@dataclass(frozen=True, kw_only=True)
class Values:
    """The properties of one resource, or of one block."""

    known: dict[str, Any] = field(default_factory=dict)
    """Without what is unknown; secrets are `SENSITIVE`."""
    unknown: dict[str, Any] = field(default_factory=dict)
    """`true` for each value that only the deployment will know, blocks and lists laid out as in `known`."""
    sensitive: dict[str, Any] = field(default_factory=dict)
    """`true` for each secret, blocks and lists laid out as in `known`."""
    names: dict[str, str] = field(default_factory=dict)
    """Terraform's name for each of Pulumi's, of the resource itself."""
    left_out: list[str] = field(default_factory=list)
    """Paths of properties that Terraform doesn't have."""


_Value = tuple[Any, Any, Any]
"""A value, what is unknown of it, and what is sensitive."""
_UNKNOWN: _Value = (None, True, False)
_SECRET: _Value = (SENSITIVE, False, True)


def translate(block: int | None, props: Mapping[str, Any], secrets: Collection[Path] = ()) -> Values:
    """Return *props*, the properties of a type that follows *block*; those at *secrets* don't show."""
    translator = _Translator(secrets)
    values = translator.block(block, props, ())
    return replace(values, left_out=translator.left_out)


class _Translator:
    def __init__(self, secrets: Collection[Path]) -> None:
        self.left_out: list[str] = []
        self._secrets = frozenset(secrets)

    def block(self, block: int | None, props: Mapping[str, Any], path: Path) -> Values:
        values = Values()
        for key, value in props.items():
            name = property_name(block, key)
            if name is None:
                self.left_out.append(".".join(map(str, (*path, key))))
            else:
                values.names[key] = name.name
                _put(values, name.name, self._value(name.kind, name.block, value, (*path, key)))
        return values

    def _value(self, kind: Kind, block: int | None, value: Any, path: Path) -> _Value:
        if path in self._secrets:
            return _SECRET
        if value == UNKNOWN:
            return _UNKNOWN
        if isinstance(value, dict) and _SIGNATURE in value:
            return value.get("path"), False, False
        if kind is Kind.JSON and isinstance(value, dict | list):
            return self._json(value, path)
        if kind is Kind.ONE:
            return _list([self._value(Kind.PLAIN, block, value, path)])
        if isinstance(value, list):
            return _list([self._item(kind, block, item, (*path, index)) for index, item in enumerate(value)])
        if isinstance(value, dict):
            item = self._item(kind, block, value, path)
            return item if kind in (Kind.MAP, Kind.OBJECT) else _list([item])
        return value, False, False

    def _item(self, kind: Kind, block: int | None, value: Any, path: Path) -> _Value:
        if path in self._secrets or not isinstance(value, dict):
            return self._value(Kind.PLAIN, block, value, path)
        if kind is not Kind.MAP:
            values = self.block(block, value, path)
        else:
            inner = Kind.MAP if block is None else Kind.OBJECT
            values = Values()
            for key, item in value.items():
                _put(values, key, self._value(inner, block, item, (*path, key)))
        return values.known, values.unknown, values.sensitive

    def _json(self, value: Any, path: Path) -> _Value:
        if any(secret[: len(path)] == path for secret in self._secrets):
            return _SECRET
        return _UNKNOWN if _has_unknown(value) else (json.dumps(value), False, False)


def _put(values: Values, name: str, value: _Value) -> None:
    known, unknown, sensitive = value
    if unknown is not True:
        values.known[name] = known
    if unknown:
        values.unknown[name] = unknown
    if sensitive:
        values.sensitive[name] = sensitive


def _list(items: list[_Value]) -> _Value:
    known, unknown, sensitive = ([item[part] for item in items] for part in range(3))
    return known, unknown if any(unknown) else False, sensitive if any(sensitive) else False


def _has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_unknown, value.values()))
    if isinstance(value, list):
        return any(map(_has_unknown, value))
    return value == UNKNOWN
