"""Pods, whatever kind of resource makes them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from policies.model import Props
from policies.read import items, numbered, together, value

REPLICATED: Final = frozenset(
    {
        "kubernetes:apps/v1:DaemonSet",
        "kubernetes:apps/v1:Deployment",
        "kubernetes:apps/v1:ReplicaSet",
        "kubernetes:apps/v1:StatefulSet",
    }
)
"""Kinds that keep pods running."""
TYPES: Final = REPLICATED | {"kubernetes:batch/v1:CronJob", "kubernetes:batch/v1:Job", "kubernetes:core/v1:Pod"}
"""Every kind that has pods in it."""
INJECTED: Final = "auto"
"""Image of a container that Istio fills in (Istio, "Installing Gateways"): its probes and image come by injection."""
_TEMPLATES = {"jobTemplate": "jobTemplate.spec.template.spec", "template": "template.spec"}


def pod(props: Props) -> Mapping[str, Any]:
    """Return the spec of the pods that *props* describe."""
    spec = value(props, "spec", {})
    keys = set(spec)
    for key, path in _TEMPLATES.items():
        if key in keys:
            return value(spec, path, {})
    return spec


def containers(spec: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    """Return each container of a pod's *spec*, those that run first included, with its label."""
    kinds = ("containers", "initContainers")
    return together(*(numbered(items(spec, kind), kind) for kind in kinds))
