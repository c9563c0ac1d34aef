"""What Argo CD is told, and which of the manifests are its: the workload's own, in the workload's namespace.

All else stays with the feeder: namespaces, rights, issuers, admission, the mesh's doors, and these objects themselves.
So each object has one writer, and who may change the workload may change nothing that confines it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ops.request import OperationError

Manifest = Mapping[str, Any]
WAVES: Final[Mapping[str, int]] = {
    "/ConfigMap": 0,
    "/ServiceAccount": 0,
    "/Service": 0,
    "networking.istio.io/DestinationRule": 1,
    "argoproj.io/AnalysisTemplate": 1,
    "apps/Deployment": 2,
    "policy/PodDisruptionBudget": 2,
    "autoscaling/HorizontalPodAutoscaler": 3,
    "argoproj.io/Rollout": 3,
    "networking.istio.io/VirtualService": 4,
}
"""Kinds that are Argo CD's, and when each comes: what pods need, the pods, what scales and releases them, the ways to
them. A wave begins when all of the one before it is healthy."""
GUARDED: Final = frozenset({"/ServiceAccount", "/Service", "apps/Deployment", "argoproj.io/Rollout"})
"""Kinds without which nothing answers: none of these is pruned until a person has confirmed it (Argo CD, "Sync
Options", "Resource Pruning With Confirmation")."""
MOST_OBJECTS: Final = 150
"""Of one application (Amazon EKS User Guide, "Capability Kubernetes resources", "Resource limits")."""
WAVE, OPTIONS = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/sync-options"


@dataclass(frozen=True, kw_only=True)
class Gitops:
    """The member `gitops` of the first region's part of the stack's output `feeds`."""

    namespace: str
    """Argo CD's."""
    role: str
    """ARN of its role."""
    team: str
    members: Sequence[str]
    """Groups of the team, by id."""
    workloads: str
    """Namespace of the workload."""
    clusters: Mapping[str, Mapping[str, str]]
    """By region, `arn` of the cluster and `repository` of its manifests."""


def kind_of(manifest: Manifest) -> str:
    """Return group and kind of *manifest*, whatever the version."""
    return f"{manifest['apiVersion'].rpartition('/')[0]}/{manifest['kind']}"


def is_kept(manifest: Manifest, gitops: Gitops) -> bool:
    """Return whether *manifest* is Argo CD's and not the feeder's."""
    return manifest["metadata"].get("namespace") == gitops.workloads and kind_of(manifest) in WAVES


def kept(manifests: Sequence[Manifest], gitops: Gitops) -> list[Manifest]:
    """Return those of *manifests* that are Argo CD's, with their wave and their guard.

    Raises:
        OperationError: there are more than one application takes.
    """
    found = [_annotated(one) for one in manifests if is_kept(one, gitops)]
    if len(found) > MOST_OBJECTS:
        raise OperationError(f"{len(found)} objects in {gitops.workloads}; Argo CD takes {MOST_OBJECTS} at most")
    return found


def _annotated(manifest: Manifest) -> Manifest:
    kind, metadata = kind_of(manifest), manifest["metadata"]
    said = {WAVE: str(WAVES[kind]), **({OPTIONS: "Prune=confirm"} if kind in GUARDED else {})}
    return {**manifest, "metadata": {**metadata, "annotations": {**metadata.get("annotations", {}), **said}}}
