"""The contract as one HTML page, which loads nothing and runs nothing: its style is in it, and it has no script."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ops.contract.problems import Kind
from ops.contract.reading import WORKLOAD, Contract

TEMPLATES: Final = Path(__file__).with_name("templates")
_SCHEMAS: Final = "#/components/schemas/"
_BOUNDS: Final = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "format", "enum", "const", "default"),
)
"""Words of a schema that say what a value may be (JSON Schema 2020-12, Validation)."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A value of a schema, and those in it."""

    name: str
    kind: str
    schema: str
    """Name of the component's schema that says what it is; the page has it once."""
    required: bool
    about: str
    bounds: list[str]
    inner: list["Field"]


def render(contract: Contract, problems: list[Kind]) -> str:
    """Return the page of *contract* and the *problems* that its answers may be."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _coded
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    document = contract.document
    return environment.get_template("page.html.j2").render(
        document=document,
        operations=[_operation(contract, *each) for each in contract.operations()],
        schemas={name: _field(contract, name, each) for name, each in document["components"]["schemas"].items()},
        problems=problems,
        workload=WORKLOAD,
        style=Markup(style),  # noqa: S704 - our own file, without anything filled in
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _operation(
    contract: Contract, path: str, verb: str, told: Mapping[str, Any], parameters: list[Mapping[str, Any]]
) -> dict[str, Any]:
    body = contract.whole(told.get("requestBody", {}))
    responses = {status: contract.whole(each) for status, each in told["responses"].items()}
    return {
        **told,
        "path": path,
        "verb": verb.upper(),
        "id": told["operationId"],
        "needs": [
            name for need in told.get("security", contract.document.get("security", [])) for name in need.items()
        ],
        "parameters": [(each, _field(contract, each["name"], each["schema"])) for each in parameters],
        "body": [(kind, *_content(contract, each)) for kind, each in body.get("content", {}).items()],
        "body_required": body.get("required", False),
        "responses": [
            (
                status,
                each["description"],
                [(kind, *_content(contract, of)) for kind, of in each.get("content", {}).items()],
                [(name, contract.whole(header)["description"]) for name, header in each.get("headers", {}).items()],
            )
            for status, each in responses.items()
        ],
    }


def _content(contract: Contract, content: Mapping[str, Any]) -> tuple[Field, list[tuple[str, str]]]:
    """Return what a body is, and its examples."""
    examples = [contract.whole(each) for each in content.get("examples", {}).values()]
    shown = [(each.get("summary", ""), json.dumps(each["value"], indent=2, ensure_ascii=False)) for each in examples]
    return _field(contract, "", content["schema"]), shown


def _field(contract: Contract, name: str, node: Any, within: Any = None, *, required: bool = False) -> Field:
    """Return what *node* of the document *within* says of a value."""
    reference = node.get("$ref", "") if isinstance(node, Mapping) else ""
    known = reference.removeprefix(_SCHEMAS) if reference.startswith(_SCHEMAS) else ""
    schema = contract.whole(node, within)
    if "$ref" in (node if isinstance(node, Mapping) else {}):
        within = contract.referred(reference, within)[1]
    return Field(
        name=name,
        kind=_kind(schema),
        schema=known,
        required=required,
        about=schema.get("description", ""),
        bounds=[_bound(word, schema[word]) for word in _BOUNDS if word in schema],
        inner=[] if known else list(_inner(contract, schema, within)),
    )


def _inner(contract: Contract, schema: Mapping[str, Any], within: Any) -> Iterator[Field]:
    for name, each in schema.get("properties", {}).items():
        yield _field(contract, name, each, within, required=name in schema.get("required", ()))
    if isinstance(schema.get("items"), Mapping):
        yield _field(contract, "each", schema["items"], within)
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield _field(contract, "any other", schema["additionalProperties"], within)
    for word in ("oneOf", "anyOf", "allOf"):
        for each in schema.get(word, ()):
            yield _field(contract, {"oneOf": "one of", "anyOf": "any of", "allOf": "all of"}[word], each, within)


def _kind(schema: Mapping[str, Any]) -> str:
    given = schema.get("type", "any value")
    return given if isinstance(given, str) else " or ".join(given)


def _bound(word: str, value: Any) -> str:
    """Return a bound in words: `minLength` 1 is "min length 1"."""
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", word).lower()
    shown = (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else value
        if isinstance(value, str)
        else json.dumps(value)
    )
    return f"{words} {shown}"


def _coded(text: str) -> Markup:
    """Return *text*, escaped, with what stands between backticks as code."""
    parts = [Markup.escape(part) for part in text.split("`")]
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))
