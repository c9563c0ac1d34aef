"""What a manifest is called, where it differs from another, and which differences cannot be made in place."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from sandbox.values import Properties

AUTONAMED: Final = "pulumi.com/autonamed"
"""Annotation by which pulumi-kubernetes marks a name that it made up."""

IMMUTABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "apps/v1:DaemonSet": ("spec.selector",),
    "apps/v1:Deployment": ("spec.selector",),
    "apps/v1:StatefulSet": (
        "spec.selector",
        "spec.serviceName",
        "spec.podManagementPolicy",
        "spec.volumeClaimTemplates",
    ),
    "batch/v1:Job": ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ("roleRef",),
    "rbac.authorization.k8s.io/v1:RoleBinding": ("roleRef",),
    "storage.k8s.io/v1:StorageClass": ("parameters", "provisioner"),
    "v1:ConfigMap": ("binaryData", "data"),
    "v1:PersistentVolumeClaim": ("spec",),
    "v1:ResourceQuota": ("spec.scopes",),
    "v1:Service": ("spec.clusterIP",),
}
"""Fields, besides name and namespace, whose change replaces the resource (pulumi-kubernetes, `forceNew`)."""


def kind_key(type_token: str) -> str:
    """Return `<apiVersion>:<kind>` for a Pulumi type token such as `kubernetes:core/v1:Namespace`."""
    _, api_version, kind = type_token.split(":")
    return f"{api_version.removeprefix('core/')}:{kind}"


def complete(type_token: str, logical_name: str, olds: Properties, news: Properties) -> Properties:
    """Return *news* with apiVersion, kind and a name; a name made up before (in *olds*) is kept."""
    api_version, kind = kind_key(type_token).split(":")
    metadata, old = news.get("metadata", {}), olds.get("metadata", {})
    if isinstance(metadata, dict) and "name" not in metadata:
        made_up = old.get("annotations", {}).get(AUTONAMED) == "true"
        name = old["name"] if made_up else f"{logical_name}-{secrets.token_hex(4)}"
        annotations = {**metadata.get("annotations", {}), AUTONAMED: "true"}
        metadata = {**metadata, "name": name, "annotations": annotations}
    return {"apiVersion": api_version, "kind": kind, **news, "metadata": metadata}


def identity(manifest: Mapping[str, Any]) -> str:
    """Return the resource's Pulumi id: `<namespace>/<name>`, or `<name>` when it names no namespace."""
    metadata = manifest["metadata"]
    return "/".join(part for part in (metadata.get("namespace"), metadata["name"]) if part)


def stub(type_token: str, physical_id: str) -> Properties:
    """Return as much of a manifest as its type and id tell: enough to find the rest."""
    api_version, kind = kind_key(type_token).split(":")
    namespace, _, name = physical_id.rpartition("/")
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata}


def immutable_changes(key: str, old: Properties, new: Properties) -> set[str]:
    """Return the top-level properties in which *old* and *new* differ where kind *key* allows no change."""
    fields = ("metadata.name", "metadata.namespace", *IMMUTABLE.get(key, ()))
    return {field.split(".")[0] for field in fields if _field(old, field) != _field(new, field)}


def as_applied(manifest: Properties, outputs: Properties) -> Properties:
    """Return *manifest* with the mark of a cluster that *outputs* have, if any: that it stands there, though older."""
    uid = outputs.get("metadata", {}).get("uid")
    return {**manifest, "metadata": {**manifest["metadata"], "uid": uid}} if uid else manifest


def stands_in_a_cluster(outputs: Properties) -> bool:
    """Return whether a resource with these *outputs* was applied to a cluster."""
    return bool(outputs.get("metadata", {}).get("uid"))


def pruned(live: Any, shape: Any) -> Any:
    """Return of *live* what *shape* speaks of: a server adds status, defaults and book-keeping of its own."""
    if isinstance(live, dict) and isinstance(shape, dict):
        return {key: pruned(live[key], shape[key]) for key in shape if key in live}
    if isinstance(live, list) and isinstance(shape, list) and len(live) == len(shape):
        return [pruned(one, other) for one, other in zip(live, shape, strict=True)]
    return live


def _field(manifest: Any, path: str) -> Any:
    for part in path.split("."):
        manifest = manifest.get(part) if isinstance(manifest, dict) else None
    return manifest
