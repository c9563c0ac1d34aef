"""Agreements between the fields of a workload: what runs pods by a template."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.providers.kubernetes.values.keywords import Fault


def _matches(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    for key, value in selector.get("matchLabels", {}).items():
        if labels.get(key) != value:
            return False
    for one in selector.get("matchExpressions", ()):
        has, listed = one["key"] in labels, labels.get(one["key"]) in one.get("values", ())
        if not {"In": listed, "NotIn": not listed, "Exists": has, "DoesNotExist": not has}.get(one["operator"], True):
            return False
    return True


def selector_matches_template(spec: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a workload: its selector finds its own pods, and not all."""
    selector, template = spec["selector"], spec["template"]
    if not any(selector.values()):
        yield ("selector",), "an empty selector is invalid"
    elif not _matches(selector, template.get("metadata", {}).get("labels", {})):
        yield ("template", "metadata", "labels"), "`selector` does not match template `labels`"


def mounts_are_declared(spec: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a workload: what its containers mount is among its volumes or claims."""
    pod = spec["template"].get("spec", {})
    volumes = {one["name"] for one in pod.get("volumes", ())}
    claims = {one.get("metadata", {}).get("name") for one in spec.get("volumeClaimTemplates", ())}
    for group in ("containers", "initContainers"):
        for index, container in enumerate(pod.get(group, ())):
            for place, mount in enumerate(container.get("volumeMounts", ())):
                if mount["name"] not in volumes | claims:
                    path = ("template", "spec", group, index, "volumeMounts", place, "name")
                    yield path, f"no volume is called {mount['name']!r}"


def deadline_is_after_readiness(spec: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a deployment: its deadline is longer than what a pod has to stay ready."""
    if spec.get("progressDeadlineSeconds", 600) <= spec.get("minReadySeconds", 0):
        yield ("progressDeadlineSeconds",), "must be greater than minReadySeconds"


def deployment_is_replaced(update: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a deployment's rolling update: pods may be too few or too many, or nothing moves."""
    if _is_zero(update.get("maxUnavailable", "25%")) and _is_zero(update.get("maxSurge", "25%")):
        yield ("maxUnavailable",), "may not be 0 when `maxSurge` is 0"


def daemon_is_replaced_one_way(update: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a daemon set's rolling update: its pods may be too few or too many, not both."""
    fewer, more = not _is_zero(update.get("maxUnavailable", 1)), not _is_zero(update.get("maxSurge", 0))
    if not fewer and not more:
        yield ("maxUnavailable",), "cannot be 0 when maxSurge is 0"
    if fewer and more:
        yield ("maxSurge",), "may not be set when maxUnavailable is non-zero"


def _is_zero(share: int | str) -> bool:
    return not str(share).strip("0%")
