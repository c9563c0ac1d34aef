"""A region's Kubernetes cluster: a private control plane, nodes in every zone, add-ons, and alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarms
from components._shared.site import ActiveSite
from components.compute.addons import PREPARING, Addon, ClusterAddons, ClusterAddonsArgs, running
from components.compute.cluster_alarms import control_plane_alarms, watch_exemptions
from components.compute.cluster_groups import ClusterGroups, ClusterGroupsArgs
from components.compute.control_plane import ControlPlane, ControlPlaneArgs
from components.compute.node_group import NodeGroup, NodeGroupArgs
from settings import Cluster as ClusterSettings


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """Where the cluster stands, how large it is and who watches it."""

    site: ActiveSite
    """Region it stands in."""
    settings: ClusterSettings
    """Version and size."""
    vpc_id: pulumi.Input[str]
    """Its VPC."""
    private_subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets of control plane and nodes, one in each zone."""
    store_cidrs: Sequence[str] = ()
    """Blocks of every region's subnets for stores, whose databases pods write to."""
    issuer_arn: pulumi.Input[str] | None = None
    """Private authority that issues certificates in the cluster."""


class Cluster(pulumi.ComponentResource):
    """An EKS cluster with nodes and add-ons."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    """Address of the API server, reachable inside the VPC."""
    certificate_authority: pulumi.Output[str | None]
    """Certificate of the API server's authority, in base64."""
    node_role_arn: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    """Security group of nodes and pods."""
    control_plane_group_id: pulumi.Output[str]
    """Security group of the API server."""
    log_group_name: pulumi.Output[str]
    """Log group of the control plane."""

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Cluster", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        groups = self._create_groups()
        control_plane = self._create_control_plane(groups)
        cluster = control_plane.cluster
        base = self._create_addons(cluster, "base-addons", PREPARING)
        nodes = self._create_nodes(cluster, groups, base)
        self._create_addons(cluster, "addons", running(args.site, args.issuer_arn), after=[nodes.group])
        self._create_alarms(cluster)
        watch_exemptions(name, control_plane.log_group_name, site=args.site, opts=self._child)
        self.name = cluster.name
        self.arn = cluster.arn
        self.endpoint = cluster.endpoint
        self.certificate_authority = cluster.certificate_authority.data
        self.node_role_arn = nodes.role_arn
        self.security_group_id = groups.nodes_id
        self.control_plane_group_id = groups.control_plane_id
        self.log_group_name = control_plane.log_group_name
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "endpoint": self.endpoint,
                "certificate_authority": self.certificate_authority,
                "node_role_arn": self.node_role_arn,
                "security_group_id": self.security_group_id,
                "control_plane_group_id": self.control_plane_group_id,
                "log_group_name": self.log_group_name,
            }
        )

    def _create_groups(self) -> ClusterGroups:
        args = self._args
        return ClusterGroups(
            f"{self._name}-groups",
            ClusterGroupsArgs(site=args.site, vpc_id=args.vpc_id, store_cidrs=args.store_cidrs),
            self._child,
        )

    def _create_control_plane(self, groups: ClusterGroups) -> ControlPlane:
        args = self._args
        return ControlPlane(
            f"{self._name}-control-plane",
            ControlPlaneArgs(
                site=args.site,
                version=args.settings.version,
                subnet_ids=args.private_subnet_ids,
                security_group_id=groups.control_plane_id,
            ),
            self._child,
        )

    def _create_addons(
        self,
        cluster: aws.eks.Cluster,
        role: str,
        addons: Mapping[str, Addon],
        *,
        after: Sequence[pulumi.Resource] = (),
    ) -> list[aws.eks.Addon]:
        installed = ClusterAddons(
            f"{self._name}-{role}",
            ClusterAddonsArgs(
                site=self._args.site,
                cluster_name=cluster.name,
                cluster_arn=cluster.arn,
                version=self._args.settings.version,
                addons=addons,
                after=after,
            ),
            self._child,
        ).installed
        return list(installed.values())

    def _create_nodes(
        self, cluster: aws.eks.Cluster, groups: ClusterGroups, after: Sequence[pulumi.Resource]
    ) -> NodeGroup:
        args = self._args
        return NodeGroup(
            f"{self._name}-nodes",
            NodeGroupArgs(
                site=args.site,
                settings=args.settings,
                cluster_name=cluster.name,
                subnet_ids=args.private_subnet_ids,
                security_group_id=groups.nodes_id,
                after=after,
            ),
            self._child,
        )

    def _create_alarms(self, cluster: aws.eks.Cluster) -> None:
        declare_alarms(
            self._name,
            control_plane_alarms(cluster.name),
            site=self._args.site,
            opts=self._child,
        )
