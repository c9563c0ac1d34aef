"""A cluster in every region, the doors between them, the way in from the API gateway, and the mesh over all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

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
from components.compute.requestable import declare_requestable
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
    token_key_set: pulumi.Input[str],
) -> Compute:
    """Declare the clusters and what leads to them and between them.

    *issuer_arns* are the regions' private authorities; regions without one are handed an issuer's key otherwise. Pods
    hold callers' tokens against *token_key_set*.
    """
    store_cidrs = [cidr for network in networks.values() for cidr in network.isolated_cidrs]
    clusters = {
        name: Cluster(
            f"cluster-{name}",
            ClusterArgs(
                site=site,
                settings=settings.cluster,
                vpc_id=networks[name].vpc_id,
                private_subnet_ids=networks[name].private_subnet_ids,
                store_cidrs=store_cidrs,
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
        target_groups = {
            "https": ingresses[name].gateway_target_group_arn,
            **({"tls-mesh": doors[name].target_group_arn} if name in doors else {}),
        }
        _let_in(site, clusters[name], [*target_groups.values()])
        _declare_manifests(
            MeshRoutingArgs(
                site=site,
                weights={region.name: region.weight for region in settings.regions},
                host=settings.api_host,
                token_key_set=token_key_set,
                api=settings.api,
                objectives=settings.objectives,
                issuer_arn=issuer_arns.get(name),
                trust_root=settings.trust_roots[0],
                east_west_addresses={other: door.address for other, door in doors.items() if other != name},
                nodes_security_group_id=clusters[name].security_group_id,
                table_cidrs=_table_cidrs(site),
                store_cidrs=store_cidrs,
                target_groups=target_groups,
            ),
            ingresses[name].load_balancer_arn,
        )
        declare_requestable(settings, site)
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


def _let_in(site: ActiveSite, cluster: Cluster, target_group_arns: Sequence[pulumi.Input[str]]) -> None:
    """Let a cluster bind its pods to the balancers' targets and change its nodes."""
    TargetRegistrar(
        f"registrar-{site.name}",
        TargetRegistrarArgs(
            site=site,
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            target_group_arns=target_group_arns,
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


def _declare_manifests(mesh: MeshRoutingArgs, balancer_arn: pulumi.Input[str]) -> None:
    """Declare the manifests of one cluster, which *balancer_arn* leads into."""
    name = mesh.site.name
    manifests = pulumi.ResourceOptions(
        providers={
            "kubernetes": manifests_provider(f"manifests-{name}", f".sandbox/manifests/{pulumi.get_stack()}/{name}")
        }
    )
    Admission(f"admission-{name}", AdmissionArgs(), manifests)
    routing = MeshRouting(f"mesh-{name}", mesh, manifests)
    ApiRollout(
        f"rollout-{name}",
        ApiRolloutArgs(namespace=routing.application_namespace, objectives=mesh.objectives, balancer_arn=balancer_arn),
        manifests,
    )


def _table_cidrs(site: ActiveSite) -> pulumi.Output[Sequence[str]]:
    """Return the blocks of DynamoDB's addresses in the region, as AWS keeps them (Amazon VPC User Guide, "AWS-managed
    prefix lists")."""
    listed = aws.ec2.get_managed_prefix_list_output(name=f"com.amazonaws.{site.name}.dynamodb", region=site.name)
    return listed.entries.apply(lambda entries: [entry.cidr for entry in entries])


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
