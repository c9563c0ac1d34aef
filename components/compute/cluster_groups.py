"""Who may talk to whom inside a cluster: the control plane's security group and the nodes'.

Rules are the ones that Kubernetes and the mesh need, written as a table (Amazon EKS User Guide, "Amazon EKS security
group requirements"; Istio operations guide, "Ports used by Istio"). What comes in from load balancers is allowed by
the components that own them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.paths import Path, registered, to_services
from components._shared.security_groups import Hop, allow
from components._shared.site import ActiveSite

ANYWHERE: Final = "0.0.0.0/0"
HTTPS: Final = 443
TO_NODES: Final = {"kubelet": 10250, "metrics": 10251, "webhooks": 9443, "mesh-webhooks": 15017}
"""Ports on which the control plane reaches nodes and pods: logs (and cert-manager's webhook, on the same port), the
metrics server as EKS configures it (Amazon EKS User Guide, "View resource usage with the Kubernetes Metrics Server"),
the load balancer controller's webhooks, and the mesh's."""
EAST_WEST: Final = 15443
"""Port on which the meshes of other regions are reached."""
DATABASE: Final = 5432
"""Port on which proxies of any region are reached: writers stand in one region each."""
ELSEWHERE: Final = ".amazonaws.com"
"""Where AWS's services are that have no endpoint in the network: global ones, and those of other regions."""
SERVICES: Final = (
    "autoscaling", "dynamodb", "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "kms", "logs",
    "monitoring", "s3", "secretsmanager", "sts", "xray",
)  # fmt: skip
"""AWS's services that nodes, add-ons and pods call (Amazon EKS User Guide, "Deploy private clusters with limited
internet access")."""


@dataclass(frozen=True, kw_only=True)
class ClusterGroupsArgs:
    """What the security groups need."""

    site: ActiveSite
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The cluster's VPC."""
    store_cidrs: Sequence[str]
    """Blocks of every region's subnets for stores."""


class ClusterGroups(pulumi.ComponentResource):
    """The security groups of a cluster's control plane and nodes."""

    control_plane_id: pulumi.Output[str]
    nodes_id: pulumi.Output[str]

    def __init__(self, name: str, args: ClusterGroupsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ClusterGroups", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        self.control_plane_id = self._create_group("control-plane", "API server of the Kubernetes cluster")
        self.nodes_id = self._create_group("nodes", "Nodes and pods of the Kubernetes cluster")
        self._allow_hops()
        self._create_node_traffic()
        self.register_outputs(
            {"control_plane_id": self.control_plane_id, "nodes_id": self.nodes_id, "paths": registered(*self._paths())}
        )

    def _create_group(self, role: str, description: str) -> pulumi.Output[str]:
        args = self._args
        return aws.ec2.SecurityGroup(
            f"{self._name}-{role}",
            name=args.site.context.physical_name(f"cluster-{role}-{args.site.name}", max_length=255),
            region=args.site.name,
            description=description,
            vpc_id=args.vpc_id,
            tags=args.site.context.tagged(f"{self._name}-{role}"),
            opts=self._child,
        ).id

    def _paths(self) -> list[Path]:
        api, nodes = self.control_plane_id, self.nodes_id
        return [
            Path(name="pods", source=nodes, destination=nodes, protocol="any", why="Pods call each other."),
            Path(name="api", source=nodes, destination=api, port=HTTPS, why="Nodes join the cluster and pods ask it."),
            *(
                Path(
                    name=role, source=api, destination=nodes, port=port, why="The control plane calls what extends it."
                )
                for role, port in TO_NODES.items()
            ),
            to_services(
                self._args.site.name, nodes, SERVICES, why="Nodes start, fetch images and act as their pods' roles."
            ),
            Path(
                name="elsewhere",
                source=nodes,
                destination=ELSEWHERE,
                port=HTTPS,
                why="Pods call what AWS serves outside the region.",
            ),
        ]

    def _allow_hops(self) -> None:
        api, nodes = self.control_plane_id, self.nodes_id
        hops = [Hop(f"api-to-{role}", api, nodes, port) for role, port in TO_NODES.items()]
        allow(self._name, hops, site=self._args.site, opts=self._child)

    def _create_node_traffic(self) -> None:
        """Nodes talk among themselves, to stores, to peers, and over TLS to the API server, endpoints and AWS.

        What leaves for the internet the network's firewall narrows to domains.
        """
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-nodes-to-api-in",
            region=self._args.site.name,
            security_group_id=self.control_plane_id,
            referenced_security_group_id=self.nodes_id,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            description="nodes-to-api",
            tags=self._args.site.context.tagged(f"{self._name}-nodes-to-api-in"),
            opts=self._child,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-nodes-in",
            region=self._args.site.name,
            security_group_id=self.nodes_id,
            referenced_security_group_id=self.nodes_id,
            ip_protocol="-1",
            description="pods among themselves",
            tags=self._args.site.context.tagged(f"{self._name}-nodes-in"),
            opts=self._child,
        )
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-nodes-out",
            region=self._args.site.name,
            security_group_id=self.nodes_id,
            referenced_security_group_id=self.nodes_id,
            ip_protocol="-1",
            description="pods among themselves",
            tags=self._args.site.context.tagged(f"{self._name}-nodes-out"),
            opts=self._child,
        )
        self._let_out("https", ANYWHERE, HTTPS)
        for number, peer in enumerate(self._args.site.peers):
            self._let_out(f"peer-{number}", peer.cidr, EAST_WEST)
        for cidr in self._args.store_cidrs:
            self._let_out(f"stores-{cidr.replace('/', '-')}", cidr, DATABASE)

    def _let_out(self, role: str, cidr: str, port: int) -> None:
        aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-nodes-to-{role}",
            region=self._args.site.name,
            security_group_id=self.nodes_id,
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=f"nodes to {role}",
            tags=self._args.site.context.tagged(f"{self._name}-nodes-to-{role}"),
            opts=self._child,
        )
