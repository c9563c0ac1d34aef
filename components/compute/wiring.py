"""A cluster in every region, the doors between them, the way in from the API gateway, and the mesh over all."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components._shared.front import Front
from components._shared.kubernetes_api import KubernetesApi, Workload
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
from components.compute.admission import Admission, AdmissionArgs
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.east_west import EastWest, EastWestArgs
from components.compute.ingress import Ingress, IngressArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from components.compute.node_autoscaler import NodeAutoscaler, NodeAutoscalerArgs
from components.compute.rollout import WORKLOAD, ApiRollout, ApiRolloutArgs
from components.compute.rollout_controller import RolloutController, RolloutControllerArgs
from components.compute.target_registrar import TargetRegistrar, TargetRegistrarArgs
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Compute:
    """What other rooms need of this one, by region."""

    cluster_names: Mapping[str, pulumi.Output[str]]
    node_group_ids: Mapping[str, pulumi.Output[str]]
    """Security groups of the nodes and pods, which are the databases' clients."""
    apis: Mapping[str, KubernetesApi]
    """The clusters' API servers."""
    workload: Workload
    """What is released into each of them."""
    fronts: Mapping[str, Front]
    """Ways in from the API gateway."""
    log_group_names: Mapping[str, Mapping[str, pulumi.Output[str]]]
    """Log groups by what they hold."""


def declare_compute(
    settings: Settings,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    certificate_arns: Mapping[str, pulumi.Input[str]],
    issuer_arns: Mapping[str, pulumi.Input[str]],
) -> Compute:
    """Declare the clusters and what leads to them and between them.

    *issuer_arns* are the regions' private authorities; regions without one are handed an issuer's key otherwise.
    """
    clusters = {
        name: Cluster(
            f"cluster-{name}",
            ClusterArgs(
                site=site,
                settings=settings.cluster,
                vpc_id=networks[name].vpc_id,
                private_subnet_ids=networks[name].private_subnet_ids,
                store_cidrs=[cidr for network in networks.values() for cidr in network.isolated_cidrs],
                issuer_arn=issuer_arns.get(name),
            ),
        )
        for name, site in sites.active.items()
    }
    doors = {
        name: _declare_door(site, networks[name], clusters[name]) for name, site in sites.active.items() if site.peers
    }
    ingresses = {
        name: _declare_ingress(settings, site, networks[name], clusters[name], certificate_arns[name])
        for name, site in sites.active.items()
    }
    for name, site in sites.active.items():
        _declare_mesh(settings, site, clusters[name], ingresses[name], doors, issuer_arns.get(name))
    return Compute(
        cluster_names={name: cluster.name for name, cluster in clusters.items()},
        node_group_ids={name: cluster.security_group_id for name, cluster in clusters.items()},
        workload=WORKLOAD,
        apis={name: _api(cluster) for name, cluster in clusters.items()},
        fronts={name: _front(settings, ingress) for name, ingress in ingresses.items()},
        log_group_names={name: {"control-plane": cluster.log_group_name} for name, cluster in clusters.items()},
    )


def _declare_door(site: ActiveSite, network: Network, cluster: Cluster) -> EastWest:
    args = EastWestArgs(
        site=site,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        nodes_security_group_id=cluster.security_group_id,
    )
    return EastWest(f"east-west-{site.name}", args)


def _declare_ingress(
    settings: Settings, site: ActiveSite, network: Network, cluster: Cluster, certificate_arn: pulumi.Input[str]
) -> Ingress:
    args = IngressArgs(
        site=site,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        link_subnet_ids=network.link_subnet_ids,
        target_security_group_id=cluster.security_group_id,
        certificate_arn=certificate_arn,
        health_path=settings.api.paths.ready,
    )
    return Ingress(f"ingress-{site.name}", args)


def _declare_mesh(
    settings: Settings,
    site: ActiveSite,
    cluster: Cluster,
    ingress: Ingress,
    doors: Mapping[str, EastWest],
    issuer_arn: pulumi.Input[str] | None,
) -> None:
    """Declare the manifests of one cluster, and let it bind its pods to the balancers' targets and change its nodes."""
    target_groups = {
        "https": ingress.gateway_target_group_arn,
        **({"tls-mesh": doors[site.name].target_group_arn} if site.name in doors else {}),
    }
    TargetRegistrar(
        f"registrar-{site.name}",
        TargetRegistrarArgs(
            site=site,
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            target_group_arns=list(target_groups.values()),
        ),
    )
    NodeAutoscaler(
        f"autoscaler-{site.name}",
        NodeAutoscalerArgs(site=site, cluster_name=cluster.name, cluster_arn=cluster.arn),
    )
    RolloutController(
        f"rollouts-{site.name}",
        RolloutControllerArgs(site=site, cluster_name=cluster.name, cluster_arn=cluster.arn),
    )
    manifests = pulumi.ResourceOptions(
        providers={
            "kubernetes": manifests_provider(
                f"manifests-{site.name}", f".sandbox/manifests/{pulumi.get_stack()}/{site.name}"
            )
        }
    )
    Admission(f"admission-{site.name}", AdmissionArgs(), manifests)
    MeshRouting(
        f"mesh-{site.name}",
        MeshRoutingArgs(
            site=site,
            weights={region.name: region.weight for region in settings.regions},
            host=settings.api_host,
            api=settings.api,
            objectives=settings.objectives,
            issuer_arn=issuer_arn,
            east_west_addresses={other: door.address for other, door in doors.items() if other != site.name},
            nodes_security_group_id=cluster.security_group_id,
            target_groups=target_groups,
        ),
        manifests,
    )
    ApiRollout(
        f"rollout-{site.name}",
        ApiRolloutArgs(objectives=settings.objectives, balancer_arn=ingress.load_balancer_arn),
        manifests,
    )


def _api(cluster: Cluster) -> KubernetesApi:
    return KubernetesApi(
        cluster_name=cluster.name,
        cluster_arn=cluster.arn,
        endpoint=cluster.endpoint,
        certificate_authority=cluster.certificate_authority,
        security_group_id=cluster.control_plane_group_id,
    )


def _front(settings: Settings, ingress: Ingress) -> Front:
    return Front(
        load_balancer_arn=ingress.load_balancer_arn,
        vpc_link_id=ingress.vpc_link_id,
        health_path=settings.api.paths.ready,
        health_alarm_name=ingress.health_alarm_name,
    )
