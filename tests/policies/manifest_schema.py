"""The inputs of resource types beside AWS's: tls's and Kubernetes' from their SDKs' source, custom kinds' from the
tables that the sandbox judges manifests by.
"""

import importlib.util
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.providers.kubernetes.schemas import CUSTOM_KINDS
from tests.policies import schema
from tests.policies.schema import SchemaError

_NESTED = re.compile(r"'(?:_(\w+)\.(\w+)\.)?(\w+Args)'")


@cache
def _root(package: str) -> Path:
    spec = importlib.util.find_spec(f"pulumi_{package}")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


@cache
def _classes(package: str) -> Mapping[str, tuple[Path, str]]:
    """Return the folder and class name of each type token of a provider."""
    found = re.search(r'resource_modules="""(.*?)"""', (_root(package) / "__init__.py").read_text(), re.DOTALL)
    assert found
    return {
        token: (_root(package).joinpath(*module["fqn"].split(".")[1:]), name)
        for module in json.loads(found[1])
        for token, name in module["classes"].items()
    }


def check(token: str, path: str) -> None:
    """Check that *path* leads to an input of the resource type *token*.

    Raises:
        SchemaError: a part of the path is no property.
    """
    keys = re.sub(r"\[\]|\.\d+\b", "", path).split(".")
    package, _, kind = token.partition(":")
    if package == "aws":
        schema.check(token, path)
    elif kind in CUSTOM_KINDS and keys[0] == "spec":
        _check_kind(CUSTOM_KINDS[kind], token, keys[1:])
    else:
        _check_source(package, token, keys)


def _check_kind(node: Mapping[str, Any], token: str, keys: list[str]) -> None:
    for key in keys:
        node = node.get("items", node)
        if key not in node.get("properties", {}):
            if isinstance(node.get("additionalProperties"), dict):
                node = node["additionalProperties"]
                continue
            raise SchemaError(f"{token}: {'.'.join(keys)}: there is no {key}")
        node = node["properties"][key]


def _check_source(package: str, token: str, keys: list[str]) -> None:
    if token not in _classes(package):
        raise SchemaError(f"{token}: no such resource type")
    folder, name = _classes(package)[token]
    files = {path.stem.replace("_", "").lower(): path for path in folder.glob("*.py")}
    source = files[name.lower()]
    properties = schema._properties(source, f"{name}InitArgs") or schema._properties(source, f"{name}Args")
    for key in keys:
        if key not in properties:
            raise SchemaError(f"{token}: {'.'.join(keys)}: there is no {key} among {', '.join(sorted(properties))}")
        found = _NESTED.search(properties[key])
        if not found or "Mapping[" in properties[key]:
            return
        if found[1]:
            folder = _root(package) / found[1] / found[2]
        properties = schema._properties(folder / "_inputs.py", found[3])
