"""AWS's published resource schemas, as cfn-lint ships them: what a type is made of and what its handlers may call.

cfn-lint has an environment of its own, `.venv/preflight`, which `make preflight` installs. Its data is read as files;
nothing of it is imported.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ops.request import OperationError

ENVIRONMENT = Path(sys.prefix) / "preflight"
"""Where cfn-lint is installed: in an environment within this program's."""
HANDLERS = ("create", "read", "update", "delete", "list")
_COMBINATIONS = ("allOf", "anyOf", "oneOf")


class Schema:
    """The schema of one resource type in one region."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self.root = Node(self, document)
        """The type's properties."""

    @cached_property
    def read_only(self) -> frozenset[str]:
        """Properties that AWS alone sets."""
        return frozenset(path.rpartition("/")[2] for path in self._document.get("readOnlyProperties", ()))

    def permissions(self, *handlers: str) -> frozenset[str]:
        """Return the actions that *handlers* name, or all of them, such as `kms:CreateGrant`."""
        known = self._document.get("handlers", {})
        return frozenset(
            action for handler in handlers or HANDLERS for action in known.get(handler, {}).get("permissions", ())
        )

    def definition(self, reference: str) -> Mapping[str, Any]:
        """Return what the JSON pointer *reference*, such as `#/definitions/Tag`, points to."""
        found: Any = self._document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        return found


class Node:
    """One place in a schema: an object, a list or a plain value."""

    def __init__(self, schema: Schema, document: Any) -> None:
        self._schema = schema
        self._documents = list(_flattened(schema, document, ()))

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types it may have; those that its properties or items tell, where it names none."""
        named: set[str] = set()
        for document in self._documents:
            kind = document.get("type", ())
            named.update([kind] if isinstance(kind, str) else kind)
        if not named and self.properties:
            named.add("object")
        return frozenset(named)

    @cached_property
    def properties(self) -> Mapping[str, "Node"]:
        """Its properties by name."""
        found: dict[str, list[Any]] = {}
        for document in self._documents:
            for name, each in document.get("properties", {}).items():
                found.setdefault(name, []).append(each)
        return {name: Node(self._schema, {"allOf": each}) for name, each in found.items()}

    @cached_property
    def items(self) -> "Node | None":
        """What a list holds."""
        found = [each["items"] for each in self._documents if isinstance(each.get("items"), dict)]
        return Node(self._schema, {"allOf": found}) if found else None


def _flattened(schema: Schema, document: Any, passed: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    if not isinstance(document, dict):
        return
    reference = document.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/") and reference not in passed:
        yield from _flattened(schema, schema.definition(reference), (*passed, reference))
    yield document
    for combination in _COMBINATIONS:
        for each in document.get(combination, ()):
            yield from _flattened(schema, each, passed)


class Schemas:
    """Every type that AWS publishes, by region."""

    def __init__(self, folder: Path) -> None:
        """Read from *folder*, which cfn-lint calls `data/schemas`."""
        self._folder = folder

    def types(self, region: str) -> Mapping[str, str]:
        """Return by type, such as `AWS::EKS::Cluster`, the name of its schema in *region*; none for an unknown one."""
        return _index(self._folder / "providers" / f"{region}.json")

    def schema(self, type_name: str, region: str) -> Schema | None:
        """Return the schema of *type_name*, or None where *region* doesn't offer the type."""
        name = self.types(region).get(type_name)
        return _schema(self._folder / "resources" / f"{name}.json") if name else None

    @property
    def date(self) -> str:
        """When AWS published them, as ISO 8601."""
        return json.loads((self._folder / "version.json").read_bytes())["schema_date"]


@cache
def _index(path: Path) -> Mapping[str, str]:
    return json.loads(path.read_bytes()) if path.exists() else {}


@cache
def _schema(path: Path) -> Schema:
    return Schema(json.loads(path.read_bytes()))


def command() -> Path:
    """Return cfn-lint's command.

    Raises:
        OperationError: it isn't installed.
    """
    path = ENVIRONMENT / "bin" / "cfn-lint"
    if not path.exists():
        raise OperationError("cfn-lint, which has AWS's schemas, isn't installed; `make preflight` installs it")
    return path


def load() -> Schemas:
    """Return the schemas that are installed.

    Raises:
        OperationError: none are.
    """
    command()
    return Schemas(next((ENVIRONMENT / "lib").glob("python3.*/site-packages/cfnlint/data/schemas")))
