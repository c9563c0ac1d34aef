"""The namespaces of a cluster's mesh, and what each admits.

A level that is enforced refuses pods; the same level as *warn* and *audit* tells of the deployment that will bring
none, to whoever applies it and in the cluster's log (Kubernetes, "Pod Security Admission"). The mesh's own namespace
holds its control plane alone: the CNI plugin, which writes to nodes, runs in `kube-system`.
"""

from collections.abc import Mapping
from typing import Final

from components.compute.mesh_names import APPLICATION_NAMESPACE, INGRESS_NAMESPACE, MESH_NAMESPACE

READINESS: Final[Mapping[str, str]] = {"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"}
"""A pod is ready once the load balancers that it joins find it healthy, so that none goes before its successor is
reached (AWS Load Balancer Controller, "Pod readiness gate")."""


def _labels(level: str, *, injection: str) -> dict[str, str]:
    security = {f"pod-security.kubernetes.io/{mode}": level for mode in ("enforce", "warn", "audit")}
    return {"istio-injection": injection, **security}


NAMESPACES: Final[Mapping[str, Mapping[str, str]]] = {
    APPLICATION_NAMESPACE: _labels("restricted", injection="enabled"),
    INGRESS_NAMESPACE: {**_labels("restricted", injection="enabled"), **READINESS},
    MESH_NAMESPACE: _labels("baseline", injection="disabled"),
}
"""Name to labels."""
