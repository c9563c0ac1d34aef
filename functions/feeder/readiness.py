"""Whether an object that was applied is up, by what its controller says of it."""

from collections.abc import Mapping
from typing import Any, Final

Object = Mapping[str, Any]
CONDITIONS: Final = {
    "AWSPCAClusterIssuer": "Ready",
    "ApplicationSet": "ResourcesUpToDate",
    "Certificate": "Ready",
    "ClusterIssuer": "Ready",
    "CustomResourceDefinition": "Established",
    "Issuer": "Ready",
}
"""Kinds that are up when a condition is true, and which."""


def missing(obj: Object) -> str | None:
    """Return what *obj* still lacks, or None when it is up, or of a kind that is at once."""
    kind, status = obj["kind"], obj.get("status", {})
    if kind in CONDITIONS:
        return _condition(status, CONDITIONS[kind])
    if kind in ("Deployment", "DaemonSet") and status.get("observedGeneration", 0) < obj["metadata"]["generation"]:
        return "its controller hasn't seen it yet"
    if kind == "Deployment":
        wanted = obj["spec"].get("replicas", 1)
        return _counted(wanted, status.get("updatedReplicas", 0), status.get("availableReplicas", 0))
    if kind == "DaemonSet":
        wanted = status.get("desiredNumberScheduled", 0)
        return _counted(wanted, status.get("updatedNumberScheduled", 0), status.get("numberAvailable", 0))
    return None


def _condition(status: Object, wanted: str) -> str | None:
    for condition in status.get("conditions", ()):
        if condition["type"] == wanted:
            return None if condition["status"] == "True" else condition.get("message") or f"not {wanted}"
    return f"not {wanted} yet"


def _counted(wanted: int, updated: int, available: int) -> str | None:
    if updated >= wanted and available >= wanted:
        return None
    return f"{min(updated, available)} of {wanted} pods are up"
