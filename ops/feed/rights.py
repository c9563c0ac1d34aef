"""What Argo CD may do in a cluster: see kinds that are its, and what comes of them; change its own in one namespace.

EKS puts whoever comes by an access entry into a group of the role's name (Amazon EKS User Guide, "Register target
clusters", "Production setup with least privilege").
"""

from collections.abc import Sequence
from typing import Any, Final

from ops.feed.gitops import WAVES, Gitops, Manifest

ROLES: Final = "rbac.authorization.k8s.io"
NAME: Final = "groot-gitops"
OFFSPRING: Final = (
    "/pods",
    "/endpoints",
    "apps/replicasets",
    "argoproj.io/analysisruns",
    "discovery.k8s.io/endpointslices",
)
"""What controllers make of its objects, which tells of their health."""
READ: Final = ("get", "list", "watch")
WRITE: Final = ("create", "delete", "patch", "update")


def rights(gitops: Gitops) -> list[Manifest]:
    """Return the roles and bindings that each cluster is given."""
    own = [f"{kind.split('/')[0]}/{_plural(kind.split('/')[1])}" for kind in WAVES]
    definitions = "apiextensions.k8s.io/customresourcedefinitions"
    return [
        _role("ClusterRole", "", [*own, *OFFSPRING, definitions], READ),
        _binding("ClusterRole", "", gitops),
        _role("Role", gitops.workloads, own, WRITE),
        _binding("Role", gitops.workloads, gitops),
    ]


def _plural(kind: str) -> str:
    return f"{kind.lower()}s"


def _named(kind: str, namespace: str, **more: Any) -> dict[str, Any]:
    metadata = {"name": NAME, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": f"{ROLES}/v1", "kind": kind, "metadata": metadata, **more}


def _role(kind: str, namespace: str, resources: Sequence[str], verbs: Sequence[str]) -> Manifest:
    groups: dict[str, list[str]] = {}
    for one in resources:
        group, _, plural = one.rpartition("/")
        groups.setdefault(group, []).append(plural)
    rules = [{"apiGroups": [group], "resources": found, "verbs": [*verbs]} for group, found in groups.items()]
    return _named(kind, namespace, rules=rules)


def _binding(kind: str, namespace: str, gitops: Gitops) -> Manifest:
    subject = {"kind": "Group", "apiGroup": ROLES, "name": f"eks-access-entry:{gitops.role}"}
    role = {"apiGroup": ROLES, "kind": kind, "name": NAME}
    return _named(f"{kind}Binding", namespace, roleRef=role, subjects=[subject])
