"""Names that a cluster's manifests share, and how one custom resource of the mesh is declared."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.core.v1 import TopologySpreadConstraintArgs
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs

APPLICATION_NAMESPACE: Final = "groot"
"""Where the platform's own services run."""
INGRESS_NAMESPACE: Final = "istio-ingress"
"""Where the mesh's gateway runs."""
MESH_NAMESPACE: Final = "istio-system"
"""Istio's root namespace: policies here hold for the whole mesh."""
GATEWAY: Final = "ingress"
"""Deployment, service and service account of the mesh's gateway."""
GATEWAY_LABELS: Final = {"istio": GATEWAY}
HTTPS_PORT: Final = 8443
"""Port on which the gateway takes requests from the load balancer."""
EAST_WEST_PORT: Final = 15443
"""Port on which the gateway takes requests from other regions' meshes (Istio, "Ports used by Istio")."""
STATUS_PORT: Final = 15021
"""Port on which the gateway tells whether it is ready."""
API: Final = "groot-api"
"""Label and service account of the API's pods."""
INTERNAL_ISSUER: Final = "internal-issuer"
"""Secret in cert-manager's namespace with the key of the stack's own issuer, where there is no AWS Private CA; those of
roots after the first have its number too, here and in the delivery."""
TRUST_DOMAIN: Final = "cluster.local"
"""Istio's default; all regions share it, and the root certificate under it."""

APART: Final = ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
"""What the pods of a deployment share as little as possible (Kubernetes, "Pod Topology Spread Constraints")."""


def spread(labels: Mapping[str, str]) -> list[TopologySpreadConstraintArgs]:
    """Return what keeps pods of these *labels* apart: by nodes always, by zones where it can be.

    Each node that takes pods has one more than another at most, so that of three on three no two share one. On fewer
    nodes as many share each; nodes that are being drained don't count, and each revision is spread by itself, so that
    an upgrade of either waits for nothing.
    """
    zone, node = APART
    return [
        TopologySpreadConstraintArgs(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable=otherwise,
            label_selector=LabelSelectorArgs(match_labels=dict(labels)),
            match_label_keys=["pod-template-hash"],
            node_taints_policy="Honor",
        )
        for key, otherwise in ((zone, "ScheduleAnyway"), (node, "DoNotSchedule"))
    ]


def service_host(service: str) -> str:
    """Return the name by which the mesh knows a *service* of the platform in every region."""
    return f"{service}.{APPLICATION_NAMESPACE}.svc.cluster.local"


def principal(namespace: str, service_account: str) -> str:
    """Return the identity that the mesh's certificates give to a *service_account*."""
    return f"{TRUST_DOMAIN}/ns/{namespace}/sa/{service_account}"


def declare(
    name: str,
    kind: str,
    *,
    called: str,
    namespace: pulumi.Input[str] | None,
    spec: Mapping[str, Any],
    opts: pulumi.ResourceOptions,
    api: str = "networking.istio.io/v1",
) -> None:
    """Declare a custom resource of *kind* that the cluster knows as *called*; None is for kinds without a namespace."""
    kubernetes.apiextensions.CustomResource(
        name,
        api_version=api,
        kind=kind,
        metadata=ObjectMetaArgs(name=called, namespace=namespace),
        spec=dict(spec),
        opts=opts,
    )
