"""The REST API's contract, `api/openapi.yaml`, as gateways and authorizers need it.

API Gateway knows JSON Schema of draft 4 and OpenAPI up to 3.0, so it isn't handed the document; what it takes of it is
declared (API Gateway Developer Guide, "Data models for REST APIs"; ADR 31).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

CONTRACT: Final = Path(__file__).parents[2] / "api" / "openapi.yaml"
WORKLOAD: Final = "workload"
"""What answers an operation where no function does: the stack's own API, in the clusters."""
WORKLOAD_SCOPE: Final = "workload"
"""Scope that opens the stack's own API: whatever the contract says nothing of."""
_EVERYTHING: Final = "*/*"
_VERBS: Final = ("get", "put", "post", "delete", "patch")
_DRAFT_4: Final = "http://json-schema.org/draft-04/schema#"
_JSON: Final = "application/json"
_UNTOLD: Final = ("$ref", "$defs", "$id", "description")
"""Words of a schema that a model has no use for."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of the API."""

    path: str
    """Such as `/v1/streams/{stream}`."""
    verb: str
    """In capitals."""
    answered_by: str
    """Folder of the function that answers, or `WORKLOAD`."""
    scopes: Sequence[str]
    """Any of them opens it; none where it asks for no token."""
    keyed: bool
    """Whether callers bring an API key."""
    body: str | None
    """Name of the model of its body."""
    parameters: Mapping[str, bool]
    """By the gateway's name, such as `querystring.limit` or `path.stream`, whether it must be there."""

    @property
    def pattern(self) -> str:
        """Return the operation as policies of an authorizer have it: a star for what a path leaves open."""
        parts = ("*" if part.startswith("{") else part for part in self.path.split("/"))
        return f"{self.verb}{'/'.join(parts)}"


@cache
def contract() -> Mapping[str, Any]:
    """Return the document."""
    return yaml.load(CONTRACT.read_text(encoding="utf-8"), yaml.CSafeLoader)


def operations(document: Mapping[str, Any]) -> Sequence[Operation]:
    """Return the operations of *document*, in its order."""
    return [
        _operation(document, path, verb, item)
        for path, item in document["paths"].items()
        for verb in item
        if verb in _VERBS
    ]


def grants(document: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """Return by scope what it opens; `WORKLOAD_SCOPE` opens what no other one does."""
    found: dict[str, list[str]] = {WORKLOAD_SCOPE: [_EVERYTHING]}
    for operation in operations(document):
        for scope in operation.scopes:
            found.setdefault(scope, []).append(operation.pattern)
    return found


def model(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the schema called *name*, with what it refers to in it, as API Gateway takes it."""
    whole = _whole(document, document["components"]["schemas"][name])
    return {**whole, "$schema": _DRAFT_4, "title": name}


def _operation(document: Mapping[str, Any], path: str, verb: str, item: Mapping[str, Any]) -> Operation:
    told = item[verb]
    asked = list(told.get("security", document["security"]))
    return Operation(
        path=path,
        verb=verb.upper(),
        answered_by=told["x-groot-answered-by"],
        scopes=sorted({scope for need in asked for scope in need.get("token", ())}),
        keyed=any("key" in need for need in asked),
        body=_body(told),
        parameters=dict(_parameters(document, [*item.get("parameters", ()), *told.get("parameters", ())])),
    )


def _body(told: Mapping[str, Any]) -> str | None:
    schema = told.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("schema")
    return schema["$ref"].rpartition("/")[2] if schema else None


def _parameters(document: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bool]]:
    for each in given:
        parameter = _referred(document, each["$ref"])[1] if "$ref" in each else each
        place = "querystring" if parameter["in"] == "query" else parameter["in"]
        yield f"{place}.{parameter['name']}", parameter.get("required", False)


def _referred(document: Mapping[str, Any], reference: str) -> tuple[Mapping[str, Any], Any]:
    """Return what *reference* in *document* leads to, and the document that it is in: this, or a file beside it."""
    file, _, place = reference.partition("#")
    found = document = json.loads((CONTRACT.parent / file).read_text(encoding="utf-8")) if file else document
    for part in filter(None, place.split("/")):
        found = found[part]
    return document, found


def _whole(document: Mapping[str, Any], schema: Any) -> Any:
    """Return *schema* with what it refers to in place; integers by `multipleOf`, as draft 4 takes 1.0 for none."""
    if isinstance(schema, list):
        return [_whole(document, each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    own = {key: _whole(document, value) for key, value in schema.items() if key not in _UNTOLD}
    if own.get("type") == "integer":
        own |= {"type": "number", "multipleOf": 1}
    return _whole(*_referred(document, schema["$ref"])) | own if "$ref" in schema else own
