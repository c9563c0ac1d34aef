"""Agreements between the fields of one kind of value in a pod."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.providers.kubernetes.values.keywords import Fault
from sandbox.providers.kubernetes.values.syntaxes import amount


def container_names_differ(pod: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a pod: no init container is called like a container."""
    names = {one["name"] for one in pod["containers"]}
    for index, one in enumerate(pod.get("initContainers", ())):
        if one["name"] in names:
            yield ("initContainers", index, "name"), f"duplicate value {one['name']!r}"


def requests_are_within_limits(resources: Mapping[str, Any]) -> Iterator[Fault]:
    """Of resources: no request above its limit; extended ones may not differ from it."""
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    for name, request in requests.items():
        if name in limits and amount(request) > amount(limits[name]):
            yield ("requests", name), f"{request!r} must be less than or equal to {name} limit of {limits[name]}"
        elif "/" in name and amount(request) != amount(limits.get(name, -1)):
            yield ("requests", name), f"{request!r} must be equal to {name} limit"


def capabilities_allow(context: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a security context: escalation is not both refused and granted."""
    granted = "CAP_SYS_ADMIN" in context.get("capabilities", {}).get("add", ())
    if context.get("allowPrivilegeEscalation") is False and (context.get("privileged") or granted):
        yield ("allowPrivilegeEscalation",), "cannot be false when privileged or with CAP_SYS_ADMIN"


def expression_compares_one(requirement: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a node selector's requirement: Gt and Lt compare with one value."""
    if requirement["operator"] in ("Gt", "Lt") and len(requirement.get("values", ())) != 1:
        yield ("values",), "must be one value when `operator` is Gt or Lt"
