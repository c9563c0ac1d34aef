"""A region's Kubernetes cluster: a private control plane, nodes in every zone, add-ons, and alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarms
from components._shared.context import Context
from components.compute.addons import ADDONS, ClusterAddons, ClusterAddonsArgs
from components.compute.cluster_access import ClusterAccess, ClusterAccessArgs
from components.compute.cluster_alarms import control_plane_alarms
from components.compute.cluster_groups import ClusterGroups, ClusterGroupsArgs
from components.compute.control_plane import ControlPlane, ControlPlaneArgs
from components.compute.node_group import NodeGroup, NodeGroupArgs
from settings import Cluster as ClusterSettings
from settings import Region


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """Where the cluster stands, how large it is and who watches it."""

    context: Context
    """The deployment."""
    region: Region
    """Its region."""
    settings: ClusterSettings
    """Version and size."""
    vpc_id: pulumi.Input[str]
    """Its VPC."""
    private_subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets of control plane and nodes, one in each zone."""
    peer_cidrs: Sequence[str] = ()
    """Blocks of the other regions' VPCs, whose meshes pods call."""
    kms_key_arn: pulumi.Input[str]
    """The region's key for Kubernetes secrets and for disks."""
    logs_key_arn: pulumi.Input[str]
    """The region's key for logs."""
    log_retention_days: int
    """Days that control-plane logs are kept at least."""
    alarm_topic_arn: pulumi.Input[str]
    """SNS topic told of trouble with the control plane."""
    administrator_role_arns: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """IAM roles that administer the cluster, by a label; none until someone has to."""


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
    log_group_name: pulumi.Output[str]
    """Log group of the control plane."""

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Cluster", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        groups = self._create_groups()
        control_plane = self._create_control_plane(groups)
        cluster = control_plane.cluster
        self._create_access(cluster)
        base = self._create_addons(cluster, "base-addons", on_nodes=False)
        nodes = self._create_nodes(cluster, groups, base)
        self._create_addons(cluster, "addons", on_nodes=True, after=[nodes.group])
        self._create_alarms(cluster)
        self.name = cluster.name
        self.arn = cluster.arn
        self.endpoint = cluster.endpoint
        self.certificate_authority = cluster.certificate_authority.data
        self.node_role_arn = nodes.role_arn
        self.security_group_id = groups.nodes_id
        self.log_group_name = control_plane.log_group_name
        self.register_outputs(
            {
                "name": self.name,
                "arn": self.arn,
                "endpoint": self.endpoint,
                "certificate_authority": self.certificate_authority,
                "node_role_arn": self.node_role_arn,
                "security_group_id": self.security_group_id,
                "log_group_name": self.log_group_name,
            }
        )

    def _create_groups(self) -> ClusterGroups:
        args = self._args
        return ClusterGroups(
            f"{self._name}-groups",
            ClusterGroupsArgs(context=args.context, region=args.region, vpc_id=args.vpc_id, peer_cidrs=args.peer_cidrs),
            self._child,
        )

    def _create_control_plane(self, groups: ClusterGroups) -> ControlPlane:
        args = self._args
        return ControlPlane(
            f"{self._name}-control-plane",
            ControlPlaneArgs(
                context=args.context,
                region=args.region,
                version=args.settings.version,
                subnet_ids=args.private_subnet_ids,
                security_group_id=groups.control_plane_id,
                kms_key_arn=args.kms_key_arn,
                logs_key_arn=args.logs_key_arn,
                log_retention_days=args.log_retention_days,
            ),
            self._child,
        )

    def _create_access(self, cluster: aws.eks.Cluster) -> None:
        ClusterAccess(
            f"{self._name}-access",
            ClusterAccessArgs(
                context=self._args.context,
                region=self._args.region,
                cluster_name=cluster.name,
                administrator_role_arns=self._args.administrator_role_arns,
            ),
            self._child,
        )

    def _create_addons(
        self, cluster: aws.eks.Cluster, role: str, *, on_nodes: bool, after: Sequence[pulumi.Resource] = ()
    ) -> list[aws.eks.Addon]:
        addons = ClusterAddons(
            f"{self._name}-{role}",
            ClusterAddonsArgs(
                context=self._args.context,
                region=self._args.region,
                cluster_name=cluster.name,
                cluster_arn=cluster.arn,
                kms_key_arn=self._args.kms_key_arn,
                addons={label: addon for label, addon in ADDONS.items() if addon.on_nodes is on_nodes},
                after=after,
            ),
            self._child,
        )
        return addons.installed

    def _create_nodes(
        self, cluster: aws.eks.Cluster, groups: ClusterGroups, after: Sequence[pulumi.Resource]
    ) -> NodeGroup:
        args = self._args
        return NodeGroup(
            f"{self._name}-nodes",
            NodeGroupArgs(
                context=args.context,
                region=args.region,
                settings=args.settings,
                cluster_name=cluster.name,
                subnet_ids=args.private_subnet_ids,
                security_group_id=groups.nodes_id,
                kms_key_arn=args.kms_key_arn,
                after=after,
            ),
            self._child,
        )

    def _create_alarms(self, cluster: aws.eks.Cluster) -> None:
        declare_alarms(
            self._name,
            control_plane_alarms(cluster.name),
            region=self._args.region.name,
            topic_arn=self._args.alarm_topic_arn,
            context=self._args.context,
            opts=self._child,
        )
