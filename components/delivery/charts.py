"""What runs in a cluster besides the platform's own manifests: other projects' charts, each of one version.

The pipeline renders them, so that a cluster gets manifests alone, and has copies of their images in the region's
registry. Values stay close to the charts' own defaults: they say where images are, and whose the cluster is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components._shared.images import registry_host, repository_name
from components._shared.site import Site

SYSTEM, MESH = "kube-system", "istio-system"
ISTIO: Final = "1.30.4"
"""Supported until six weeks after 1.32 (Istio, "Supported Releases")."""
ISTIO_CHARTS: Final = "oci://registry.istio.io/release/charts"
ISTIO_VARIANT: Final = "distroless"
PILOT: Final = f"registry.istio.io/release/pilot:{ISTIO}-{ISTIO_VARIANT}"
LOAD_BALANCER_CONTROLLER: Final = "3.5.0"
AUTOSCALER_CHART: Final = "9.59.0"
AUTOSCALER: Final = "v1.36.1"
"""The autoscaler's minor version is the cluster's (its README, "Releases"); charts follow later."""
ROLLOUTS_CHART: Final = "2.41.1"
ROLLOUTS: Final = "v1.9.1"
"""The chart's own."""
IMAGES: Final[Sequence[str]] = (
    PILOT,
    f"registry.istio.io/release/proxyv2:{ISTIO}-{ISTIO_VARIANT}",
    f"registry.istio.io/release/install-cni:{ISTIO}-{ISTIO_VARIANT}",
    f"public.ecr.aws/eks/aws-load-balancer-controller:v{LOAD_BALANCER_CONTROLLER}",
    f"registry.k8s.io/autoscaling/cluster-autoscaler:{AUTOSCALER}",
    f"quay.io/argoproj/argo-rollouts:{ROLLOUTS}",
)
"""Every image that the charts run. Tags are fixed by the copy: the registry's are immutable."""


APART: Final[Mapping[str, str]] = {
    "topology.kubernetes.io/zone": "ScheduleAnyway",
    "kubernetes.io/hostname": "DoNotSchedule",
}
"""What the control plane's pods share as little as possible, and what becomes of one that can't do
otherwise: as with the platform's own (`components/compute`)."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart, as `helm template` takes it."""

    release: str
    chart: str
    """Its name in `repository`, or an `oci://` address."""
    repository: str | None = None
    version: str
    namespace: str
    values: Mapping[str, Any]


def _apart(labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what keeps pods of these *labels* apart."""
    return [
        {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": otherwise,
            "labelSelector": {"matchLabels": dict(labels)},
            "matchLabelKeys": ["pod-template-hash"],
            "nodeTaintsPolicy": "Honor",
        }
        for key, otherwise in APART.items()
    ]


def charts(
    site: Site,
    *,
    cluster_name: pulumi.Input[str],
    vpc_id: pulumi.Input[str],
    root_pems: Sequence[pulumi.Input[str]],
) -> Sequence[Chart]:
    """Return what the cluster in *site* gets, in this order: each is up before the next begins.

    The mesh trusts all of *root_pems*, besides the one that its own authority goes back to. Proxies are told of them
    while they run, which is so only where both ends are asked to (Istio, "Commands", `ISTIO_MULTIROOT_MESH` of
    `pilot-discovery`, `PROXY_CONFIG_XDS_AGENT` of `pilot-agent`).
    """
    repositories = {
        image: pulumi.Output.concat(registry_host(site), "/", repository_name(site.context, image)) for image in IMAGES
    }
    hub = repositories[PILOT].apply(lambda pilot: pilot.rpartition("/")[0])
    images = {"hub": hub, "tag": ISTIO, "variant": ISTIO_VARIANT}
    *_, balancers, autoscaler, _ = repositories.values()
    return [
        Chart(
            release="istio-base",
            chart=f"{ISTIO_CHARTS}/base",
            version=ISTIO,
            namespace=MESH,
            values={"global": images},
        ),
        Chart(
            release="istiod",
            chart=f"{ISTIO_CHARTS}/istiod",
            version=ISTIO,
            namespace=MESH,
            values={
                "autoscaleMin": 2,
                "cni": {"enabled": True},
                "resources": {"requests": {"cpu": "250m", "memory": "1Gi"}},
                "topologySpreadConstraints": _apart({"app": "istiod"}),
                "seccompProfile": {"type": "RuntimeDefault"},
                "env": {"ISTIO_MULTIROOT_MESH": "true"},
                "meshConfig": {
                    "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
                    "caCertificates": [{"pem": pem} for pem in root_pems],
                    "defaultConfig": {"proxyMetadata": {"PROXY_CONFIG_XDS_AGENT": "true"}},
                },
                "global": {**images, "multiCluster": {"clusterName": site.name}},
            },
        ),
        Chart(
            release="istio-cni",
            chart=f"{ISTIO_CHARTS}/cni",
            version=ISTIO,
            namespace=SYSTEM,  # it writes to nodes, which the mesh's own namespace forbids
            values={"global": images},
        ),
        Chart(
            release="aws-load-balancer-controller",
            chart="aws-load-balancer-controller",
            repository="https://aws.github.io/eks-charts",
            version=LOAD_BALANCER_CONTROLLER,
            namespace=SYSTEM,
            values={
                "clusterName": cluster_name,
                "region": site.name,
                "vpcId": vpc_id,
                "image": {"repository": balancers},
                "enableCertManager": True,
                "enableServiceMutatorWebhook": False,
                "enableShield": False,
                "enableWaf": False,
                "enableWafv2": False,
                "createIngressClassResource": False,
                "controllerConfig": {
                    "featureGates": {"ALBGatewayAPI": False, "EnableServiceController": False, "NLBGatewayAPI": False}
                },
            },
        ),
        Chart(
            release="cluster-autoscaler",
            chart="cluster-autoscaler",
            repository="https://kubernetes.github.io/autoscaler",
            version=AUTOSCALER_CHART,
            namespace=SYSTEM,
            values={
                "fullnameOverride": "cluster-autoscaler",
                "awsRegion": site.name,
                "autoDiscovery": {"clusterName": cluster_name},
                "image": {"repository": autoscaler, "tag": AUTOSCALER},
                "rbac": {"serviceAccount": {"name": "cluster-autoscaler"}},
                "extraArgs": {"balance-similar-node-groups": True, "skip-nodes-with-system-pods": False},
            },
        ),
        Chart(
            release="argo-rollouts",
            chart="argo-rollouts",
            repository="https://argoproj.github.io/argo-helm",
            version=ROLLOUTS_CHART,
            namespace=SYSTEM,
            values={
                "fullnameOverride": "argo-rollouts",
                "serviceAccount": {"name": "argo-rollouts"},
                "controller": {
                    "image": {
                        "registry": registry_host(site),
                        "repository": repository_name(site.context, IMAGES[-1]),
                        "tag": ROLLOUTS,
                    },
                    "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}, "limits": {"memory": "512Mi"}},
                },
                "createClusterAggregateRoles": False,
                "providerRBAC": {"enabled": False},
            },
        ),
    ]
