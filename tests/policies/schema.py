"""The inputs that each resource type of the AWS provider takes, read from its SDK's source.

Reading the text takes a fraction of a second where importing the SDK's modules takes the better part of a minute.
"""

import importlib.util
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_PROPERTY = re.compile(r'@pulumi\.getter(?:\(name="(\w+)"\))?\n(?:    @.*\n)*    def (\w+)\(self\) -> (.*):\n')


class SchemaError(Exception):
    """The SDK knows no such property."""


@cache
def _root() -> Path:
    spec = importlib.util.find_spec("pulumi_aws")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


@cache
def _classes() -> Mapping[str, tuple[Path, str]]:
    """Return the folder and class name of each type token."""
    found = re.search(r'resource_modules="""(.*?)"""', (_root() / "__init__.py").read_text(), re.DOTALL)
    assert found
    return {
        token: (_root().joinpath(*module["fqn"].split(".")[1:]), name)
        for module in json.loads(found[1])
        for token, name in module["classes"].items()
    }


@cache
def _files(folder: Path) -> Mapping[str, Path]:
    return {path.stem.replace("_", ""): path for path in folder.glob("*.py")}


def _file(token: str) -> Path:
    return _files(_classes()[token][0])[token.split("/")[1].split(":")[0].replace("_", "").lower()]


@cache
def _blocks(path: Path) -> Mapping[str, str]:
    """Return the source of each class of a file."""
    parts = re.split(r"^class (\w+)[(:]", path.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def _properties(path: Path, name: str) -> Mapping[str, str]:
    """Return the wire name and the type, as text, of each property of a class."""
    return {camel or python: annotation for camel, python, annotation in _PROPERTY.findall(_blocks(path).get(name, ""))}


@cache
def inputs(token: str) -> Mapping[str, str]:
    """Return the wire name and the type, as text, of each input of the resource type *token*.

    Raises:
        SchemaError: the SDK has no such type.
    """
    if token not in _classes():
        raise SchemaError(f"{token}: no such resource type")
    path, (_, name) = _file(token), _classes()[token]
    return _properties(path, f"{name}InitArgs") or _properties(path, f"{name}Args")


def check(token: str, path: str) -> None:
    """Check that *path* leads to an input of the resource type *token*, or to the `tagsAll` that its provider adds.

    Raises:
        SchemaError: a part of the path is no property.
    """
    folder, _ = _classes()[token]
    properties = inputs(token)
    if "tags" in properties:
        properties = {**properties, "tagsAll": properties["tags"]}
    for key in re.sub(r"\[\]|\.\d+\b", "", path).split("."):
        if key not in properties:
            raise SchemaError(f"{token}: {path}: there is no {key} among {', '.join(sorted(properties))}")
        annotation = properties[key]
        if "Mapping[" in annotation:
            return
        nested = re.search(r"'(\w+Args)'", annotation)
        properties = _properties(folder / "_inputs.py", nested[1]) if nested else {}


def tokens() -> frozenset[str]:
    """Return every resource type."""
    return frozenset(_classes())


def properties(token: str) -> Mapping[str, str]:
    """Return the wire name and the type, as text, of each input and output of the resource type *token*."""
    _, name = _classes()[token]
    return {**_properties(_file(token), f"_{name}State"), **inputs(token)}


def nested(token: str, name: str) -> Mapping[str, str]:
    """Return the wire name and the type, as text, of each property of the class *name* that inputs of *token* have."""
    return _properties(_classes()[token][0] / "_inputs.py", name)


def taggable() -> frozenset[str]:
    """Return every resource type with a `tags` map among its inputs."""
    return frozenset(token for token in _classes() if "Mapping[" in inputs(token).get("tags", ""))
