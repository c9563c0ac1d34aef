"""The functions that a stack's state has: where each stands, what calls it, and which code it is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ops.request import UsageError
from sandbox.project import Project
from sandbox.state.model import ResourceState
from sandbox.values import reveal

FUNCTION: Final = "aws:lambda/function:Function"
ALIAS: Final = "aws:lambda/alias:Alias"
_SOURCE: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_PERMISSION: Final = "aws:lambda/permission:Permission"
_CALLERS: Final = {
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "firehose",
    "aws:lambda/invocation:Invocation": "deployment",
    "aws:apigateway/authorizer:Authorizer": "apigateway",
    "aws:sfn/stateMachine:StateMachine": "states",
    "aws:scheduler/schedule:Schedule": "scheduler",
}
"""What calls a function that its properties come from, besides sources and whoever is permitted."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One function in one region."""

    name: str
    """Its own name, which AWS knows it by."""
    folder: str
    """Folder of `functions/` that its code is in."""
    component: str
    """What the program calls it."""
    region: str
    memory_mib: int
    timeout_seconds: int
    triggers: Sequence[str]
    """Services that call it, sorted."""
    log_group: str
    alias: str
    """Alias that callers call; empty for a function without versions."""
    environment: Mapping[str, str]


def standing(resources: Sequence[ResourceState]) -> list[Standing]:
    """Return the functions of a stack's *resources*, by name."""
    found = [each for each in resources if each.type == FUNCTION and not each.delete]
    aliases = {_function_of(each): each for each in resources if each.type == ALIAS}
    called: dict[str, set[str]] = {each.urn: set() for each in found}
    by_alias = {alias.urn: function for function, alias in aliases.items()}
    for each in resources:
        if trigger := _trigger(each):
            targets = {by_alias.get(urn, urn) for urn in each.dependencies} & called.keys()
            for urn in targets:
                called[urn].add(trigger)
    standing = [_standing(each, called[each.urn], aliases.get(each.urn)) for each in found]
    return sorted(standing, key=lambda one: one.name)


def named(functions: Sequence[Standing], name: str, region: str | None, project: Project) -> Standing:
    """Return the one of *functions* that *name* means: its own name, the program's, or its folder.

    Of several regions' it is the one in *region*, or in the first of the project's.

    Raises:
        UsageError: there is none, or several of a region.
    """
    meant = [each for each in functions if name in (each.name, each.component, each.folder)]
    if not meant:
        there = ", ".join(sorted({each.folder for each in functions})) or "none"
        raise UsageError(f"no function {name!r} stands in {project.stack}; there are {there}")
    for wanted in [region] if region else dict.fromkeys([*regions_of(project), *(each.region for each in meant)]):
        in_region = [each for each in meant if each.region == wanted]
        if len(in_region) > 1:
            raise UsageError(f"{name!r} means {' and '.join(each.name for each in in_region)}; name one of them")
        if in_region:
            return in_region[0]
    raise UsageError(f"{name!r} stands in {', '.join(sorted({each.region for each in meant}))}, not in {region}")


def regions_of(project: Project) -> list[str]:
    """Return the regions that the project's settings name, in their order."""
    listed = json.loads(project.config.get(f"{project.name}:regions", "[]"))
    return [str(each["name"]) for each in listed if isinstance(each, dict) and "name" in each]


def _standing(resource: ResourceState, triggers: set[str], alias: ResourceState | None) -> Standing:
    given: dict[str, Any] = reveal(resource.inputs)
    outputs: dict[str, Any] = reveal(resource.outputs)
    parts = str(given.get("handler", "")).split(".")
    return Standing(
        name=str(outputs.get("name") or given.get("name")),
        folder=parts[1] if parts[0] == "functions" and len(parts) > 1 else "",
        component=resource.name.removesuffix("-function"),
        region=str(outputs.get("region") or given.get("region")),
        memory_mib=int(given.get("memorySize", 128)),
        timeout_seconds=int(given.get("timeout", 3)),
        triggers=sorted(triggers),
        log_group=str(given.get("loggingConfig", {}).get("logGroup") or f"/aws/lambda/{outputs.get('name')}"),
        alias=str(reveal(alias.outputs).get("name")) if alias else "",
        environment=given.get("environment", {}).get("variables", {}),
    )


def _function_of(alias: ResourceState) -> str:
    return next((urn for urn in alias.property_dependencies.get("functionName", ()) if f"{FUNCTION}::" in urn), "")


def _trigger(resource: ResourceState) -> str:
    """Return the service by which *resource* has functions called, or nothing."""
    if resource.type == _SOURCE:
        return str(reveal(resource.inputs).get("eventSourceArn", "")).split(":")[2:3][0]
    if resource.type == _PERMISSION:
        return str(reveal(resource.inputs).get("principal", "")).partition(".")[0]
    return _CALLERS.get(resource.type, "")
