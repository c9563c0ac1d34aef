"""The fields of the contracts in `api/`, each of which the catalogue says of what it speaks.

A field is a property of a schema, at any depth, a parameter, or an object whose properties the contract leaves open.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from governance.model import Category

OPENAPI: Final = "openapi.yaml"
_DEEPER: Final = ("items", "additionalProperties")
_AMONG: Final = ("allOf", "anyOf", "oneOf")


def fields(root: Path) -> Iterator[str]:
    """Yield the fields of the contracts of the project at *root*, as `FILE#PATH`."""
    folder = root / "api"
    for file in sorted(folder.glob("**/*.schema.json")):
        name = file.relative_to(folder).as_posix()
        yield from (f"{name}#{path}" for path in _fields(json.loads(file.read_text(encoding="utf-8")), ""))
    if (folder / OPENAPI).exists():
        document = yaml.load((folder / OPENAPI).read_text(encoding="utf-8"), yaml.CSafeLoader)
        yield from (f"{OPENAPI}#{path}" for path in _of_api(document))


def faults(root: Path, classified: Mapping[str, Category]) -> list[str]:
    """Return what of the contracts at *root* isn't *classified*, and what is classified and not there."""
    found = set(fields(root))
    return [
        *(
            f"fields.yaml: {each} isn't classified; say which category it is of"
            for each in sorted(found - {*classified})
        ),
        *(f"fields.yaml: {each} is no field of the contracts; take it out" for each in sorted({*classified} - found)),
    ]


def _of_api(document: Mapping[str, Any]) -> Iterator[str]:
    parts = document.get("components", {})
    for name, schema in parts.get("schemas", {}).items():
        if schema.get("type") == "object" and "properties" not in schema and "$ref" not in schema:
            yield name
        yield from (f"{name}{path}" for path in _fields(schema, ""))
    yield from (f"parameters/{name}" for name in parts.get("parameters", {}))
    for path, item in document.get("paths", {}).items():
        for verb, told in item.items():
            given = told if verb == "parameters" else told.get("parameters", ()) if isinstance(told, dict) else ()
            yield from (f"{path}/{each['name']}" for each in given if "name" in each)


def _fields(schema: Any, path: str) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}/{name}"
        yield from _fields(inner, f"{path}/{name}")
    for word in _DEEPER:
        yield from _fields(schema.get(word), f"{path}[]")
    for word in _AMONG:
        for inner in schema.get(word, ()):
            yield from _fields(inner, path)
    for name, inner in schema.get("$defs", {}).items():
        yield from _fields(inner, f"{path}/$defs/{name}")
