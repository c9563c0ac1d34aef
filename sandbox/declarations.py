"""What `Pulumi.yaml` declares of configuration: defaults, and types that values are held to."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CLOSED = "[secret]"
"""Stands for a secret that was not opened."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """A configured value: the text a program gets, and what its declared type is held against."""

    text: str
    content: Any
    secret: bool = False
    closed: str = ""
    """Why a secret in it couldn't be opened, so that something else stands there; empty where none is."""


def apply_declarations(config: dict[str, Value], declared: Mapping[str, Any], project: str, stack: str) -> list[str]:
    """Add declared defaults to *config*, and return what is missing or not of its declared type, with its mend."""
    faults: list[str] = []
    for name, declaration in declared.items():
        key = name if ":" in name else f"{project}:{name}"
        if not isinstance(declaration, dict):
            declaration = {"value": declaration}
        fallback = declaration.get("default", declaration.get("value"))
        mend = f"`pulumi config set --path '{key}' <value> --stack {stack}`"
        if (item := config.get(key)) is None:
            if fallback is not None:
                config[key] = Value(text=_as_text(fallback), content=fallback, secret=bool(declaration.get("secret")))
            elif key.startswith(f"{project}:"):
                faults.append(f"{key}: missing; set it with {mend}")
                continue
            else:
                continue
        elif declaration.get("secret") and not item.secret:
            faults.append(f"{key}: must be encrypted; set it with `pulumi config set --secret {key}`")
        item = config[key]
        kind = declaration.get("type")
        if kind and item.content != CLOSED and not _is_of(kind, declaration.get("items"), item.content):
            if item.closed:
                faults.append(f"{key}: {item.closed}; only text can be unknown; give the sandbox its own stack")
                continue
            shown = "[secret]" if item.secret else f"{item.content!r:.60}"
            faults.append(f"{key}: {shown} is not of type {_type_name(declaration)}; set it with {mend}")
    return faults


def _is_of(kind: str, items: Mapping[str, Any] | None, content: Any) -> bool:
    """Return whether *content* is of a declared type; plain values are text, as written."""
    if kind == "string":
        return isinstance(content, str)
    if kind == "integer":
        if isinstance(content, str):
            return re.fullmatch(r"[-+]?\d+", content) is not None
        return isinstance(content, int) and not isinstance(content, bool)
    if kind == "boolean":
        return isinstance(content, bool) or content in ("true", "false")
    if kind == "object":
        return isinstance(content, dict)
    if kind == "array" and isinstance(content, list) and items:
        return all(_is_of(items.get("type", ""), items.get("items"), item) for item in content)
    return False


def _type_name(declaration: Mapping[str, Any]) -> str:
    kind = str(declaration.get("type"))
    return f"array<{_type_name(declaration['items'])}>" if kind == "array" and declaration.get("items") else kind


def _as_text(content: Any) -> str:
    return content if isinstance(content, str) else as_json(content)


def as_json(content: Any) -> str:
    """Return *content* as the JSON that a program gets."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
