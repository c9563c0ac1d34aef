"""Reads a plan of Terraform's (`terraform show -json`, "JSON Output Format") as resources of Pulumi's.

Types, properties and blocks go by the table that writes plans. What a resource refers to is taken from the plan's
configuration, module by module; what comes into a module by a variable isn't followed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from ops.terraform_plan.names import Kind, property_name, property_names, type_names
from ops.terraform_plan.values import SENSITIVE
from policies.registry import discover
from sandbox.providers.aws import schema
from sandbox.providers.base import ProviderError
from sandbox.state.model import ResourceState
from sandbox.values import UNKNOWN

PROJECT: Final = "terraform"
STACK: Final = "plan"
_INDEX = re.compile(r"\[[^\]]*\]")


def states(plan: Mapping[str, Any]) -> list[ResourceState]:
    """Return what stands once *plan* is applied, of the types that Pulumi's AWS provider has; unknown values marked."""
    references = dict(_references(plan.get("configuration", {}).get("root_module", {}), ""))
    region = _region(plan)
    found: dict[str, ResourceState] = {}
    for change in plan["resource_changes"]:
        after = change.get("change", {}).get("after")
        token = _token(str(change.get("type")))
        if change.get("mode") == "managed" and token and after is not None:
            state = _state(change, token, region)
            found[change["address"]] = state
    by_place: dict[str, list[str]] = {}
    for address, state in found.items():
        by_place.setdefault(_INDEX.sub("", address), []).append(state.urn)
    for address, state in found.items():
        named = references.get(_INDEX.sub("", address), {})
        state.property_dependencies = {
            name: sorted({urn for place in places for urn in by_place.get(place, ())})
            for name, places in _camel(named, state.type).items()
        }
        state.dependencies = sorted({urn for urns in state.property_dependencies.values() for urn in urns})
    return list(found.values())


def _state(change: Mapping[str, Any], token: str, region: str | None) -> ResourceState:
    _, block = type_names()[change["type"]][token]
    unknown = change["change"].get("after_unknown") or {}
    found = _block(block, change["change"]["after"], unknown)
    declared = {name: _declared(token, value, name) for name, value in found.items()}
    properties = {name: value for name, value in declared.items() if value is not None}
    if region and "region" in schema.property_names(token):
        properties.setdefault("region", region)
    urn = f"urn:pulumi:{STACK}::{PROJECT}::{token}::{change['address']}"
    inputs = {name: value for name, value in properties.items() if name in schema.property_names(token)}
    return ResourceState(urn=urn, type=token, custom=True, inputs=inputs, outputs=properties)


def _block(block: int | None, after: Mapping[str, Any], unknown: Mapping[str, Any]) -> dict[str, Any]:
    named = property_names(block)
    result: dict[str, Any] = {}
    for terraform in dict.fromkeys((*after, *unknown)):
        name, kind, inner = named.get(terraform) or (_camel_case(terraform), Kind.PLAIN, None)
        if property_name(block, name) is not None:
            result[name] = _value(kind, inner, after.get(terraform), unknown.get(terraform, False))
    return result


def _value(kind: Kind, block: int | None, after: Any, unknown: Any) -> Any:
    if unknown is True or after == SENSITIVE:
        return UNKNOWN
    if isinstance(after, list):
        marks = unknown if isinstance(unknown, list) else []
        items = [
            _value(kind, block, item, marks[index] if index < len(marks) else False) for index, item in enumerate(after)
        ]
        return (items[0] if items else None) if kind is Kind.ONE else items
    if isinstance(after, dict):
        marks = unknown if isinstance(unknown, dict) else {}
        if kind is Kind.MAP:
            return {key: _value(Kind.PLAIN, block, item, marks.get(key, False)) for key, item in after.items()}
        return {name: item for name, item in _block(block, after, marks).items() if item is not None}
    return after


def _declared(token: str, value: Any, path: str) -> Any:
    """Return *value* with one block where Pulumi has no list of them, and without those that aren't there."""
    if isinstance(value, list) and path in schema.single(token):
        value = value[0] if value else None
    if isinstance(value, list):
        return [_declared(token, item, path) for item in value]
    if isinstance(value, dict):
        found = {name: _declared(token, item, f"{path}.{name}") for name, item in value.items()}
        return {name: item for name, item in found.items() if item is not None}
    return value


@cache
def _token(terraform: str) -> str | None:
    """Return the type that Terraform calls *terraform*: of several, one that rules judge and its newest name."""
    tokens = [token for token in type_names().get(terraform, {}) if _is_there(token)]
    judged = discover().types()
    return min(tokens, key=lambda token: (token not in judged, len(token), token), default=None)


def _is_there(token: str) -> bool:
    try:
        return bool(schema.property_names(token))
    except ProviderError:
        return False


def _references(module: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
    """Yield, for each resource of *module* and of the modules in it, the places that its arguments refer to."""
    for resource in module.get("resources", ()):
        expressions = resource.get("expressions", {})
        yield (
            f"{prefix}{resource['address']}",
            {name: [f"{prefix}{each}" for each in _named(given)] for name, given in expressions.items()},
        )
    for name, call in module.get("module_calls", {}).items():
        yield from _references(call.get("module", {}), f"{prefix}module.{name}.")


def _named(expression: Any) -> Iterator[str]:
    if isinstance(expression, list):
        for each in expression:
            yield from _named(each)
    elif isinstance(expression, dict):
        for reference in expression.get("references", ()):
            yield ".".join(_INDEX.sub("", reference).split(".")[:2])
        for name, each in expression.items():
            if name != "references":
                yield from _named(each)


def _camel(named: Mapping[str, Sequence[str]], token: str) -> Mapping[str, Sequence[str]]:
    entry = next(names[token] for names in type_names().values() if token in names)
    known = property_names(entry[1])
    return {known[name][0] if name in known else _camel_case(name): places for name, places in named.items()}


def _region(plan: Mapping[str, Any]) -> str | None:
    """Return the region of the plan's default AWS provider where its configuration or a variable says it."""
    providers = plan.get("configuration", {}).get("provider_config", {})
    given = providers.get("aws", {}).get("expressions", {}).get("region", {})
    if "constant_value" in given:
        return given["constant_value"]
    variables = [name.removeprefix("var.") for name in given.get("references", ())]
    values = (plan.get("variables", {}).get(name, {}).get("value") for name in variables)
    return next((value for value in values if isinstance(value, str)), None)


def _camel_case(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
