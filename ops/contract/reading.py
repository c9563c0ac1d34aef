"""Reads `api/openapi.yaml` (OpenAPI 3.1), and the files beside it that it refers to."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

CONTRACT: Final = Path("api", "openapi.yaml")
"""Where it is in a project."""
WORKLOAD: Final = "workload"
"""What answers an operation where no function does, in `x-groot-answered-by`; the sandbox has none."""
VERBS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""Fields of a path item that are operations (OpenAPI Specification 3.1.1, "Path Item Object")."""
JSON: Final = "application/json"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A request of the contract's own, whole."""

    method: str
    path: str
    """With its parameters filled in."""
    body: str
    """JSON; empty for a request without one."""


class Contract:
    """A contract, whose references lead to what they name."""

    def __init__(self, root: Path) -> None:
        """Read the contract of the project in *root*. Raises `OSError` where it has none."""
        self._folder = (root / CONTRACT).parent
        self.document: Mapping[str, Any] = yaml.load((root / CONTRACT).read_text(encoding="utf-8"), yaml.CSafeLoader)

    def whole(self, node: Any, within: Any = None) -> Any:
        """Return *node*, or what it refers to in *within* (this document) or in a file beside it, one step.

        What stands beside a reference is added to what it leads to, as JSON Schema 2020-12 has it (8.2.3.1).
        """
        if not (isinstance(node, Mapping) and "$ref" in node):
            return node
        found, _ = self.referred(node["$ref"], within)
        return {**self.whole(found, within), **{key: value for key, value in node.items() if key != "$ref"}}

    def referred(self, reference: str, within: Any = None) -> tuple[Any, Any]:
        """Return what *reference* leads to, and the document that it is in."""
        file, _, place = reference.partition("#")
        document = json.loads((self._folder / file).read_text(encoding="utf-8")) if file else within or self.document
        found = document
        for part in filter(None, place.split("/")):
            found = found[part.replace("~1", "/").replace("~0", "~")]  # RFC 6901, section 4
        return found, document

    def operations(self) -> Iterator[tuple[str, str, Mapping[str, Any], list[Mapping[str, Any]]]]:
        """Yield path, verb, operation and all its parameters, in the document's order."""
        for path, item in self.document["paths"].items():
            for verb in (each for each in item if each in VERBS):
                given = [*item.get("parameters", ()), *item[verb].get("parameters", ())]
                yield path, verb, item[verb], [self.whole(each) for each in given]

    def examples(self) -> Iterator[Example]:
        """Yield a request for each operation that a function answers and whose contract has examples of it all."""
        for path, verb, operation, parameters in self.operations():
            content = operation.get("requestBody", {}).get("content", {}).get(JSON)
            bodies = [self.whole(each)["value"] for each in (content or {}).get("examples", {}).values()]
            values = {each["name"]: each.get("example") for each in parameters if each["in"] == "path"}
            is_whole = None not in values.values() and (bodies or not content)
            if operation.get("x-groot-answered-by") not in (None, WORKLOAD) and is_whole:
                yield Example(
                    method=verb.upper(),
                    path=path.format(**values),
                    body=json.dumps(bodies[0], separators=(",", ":")) if bodies else "",
                )
