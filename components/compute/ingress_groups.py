"""Who may talk to whom on a region's private way in: API gateway to load balancer to mesh, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.paths import Path, registered
from components._shared.security_groups import Hop, allow
from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class IngressGroupsArgs:
    """What the security groups of a region's ingress need."""

    site: Site
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """VPC of the region."""
    balancer_port: int
    """Port on which the load balancer listens."""
    target_security_group_id: pulumi.Input[str]
    """Security group of the nodes or pods behind the load balancer."""
    target_ports: Sequence[int]
    """Ports on which they are reached."""


class IngressGroups(pulumi.ComponentResource):
    """The security groups of the API gateway's link and of the load balancer, and the three hops they allow."""

    link_group_id: pulumi.Output[str]
    balancer_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: IngressGroupsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:IngressGroups", name, {}, opts)
        self._name = name
        self._args = args
        self.link_group_id = self._create_group("link", "Network interfaces of the API gateway")
        self.balancer_group_id = self._create_group("balancer", "Internal load balancer in front of the mesh")
        hops = self._hops()
        allow(name, hops, site=args.site, opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs(
            {
                "link_group_id": self.link_group_id,
                "balancer_group_id": self.balancer_group_id,
                "paths": registered(
                    *(
                        Path(
                            name=hop.name,
                            source=hop.source,
                            destination=hop.target,
                            port=hop.port,
                            why="Requests come in this way, whoever leads them to it.",
                        )
                        for hop in hops
                    )
                ),
            }
        )

    def _create_group(self, role: str, description: str) -> pulumi.Output[str]:
        args = self._args
        return aws.ec2.SecurityGroup(
            f"{self._name}-{role}",
            name=args.site.context.physical_name(f"ingress-{role}-{args.site.name}", max_length=255),
            region=args.site.name,
            description=description,
            vpc_id=args.vpc_id,
            tags=args.site.context.tagged(f"{self._name}-{role}"),
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _hops(self) -> list[Hop]:
        args, balancer = self._args, self.balancer_group_id
        return [
            Hop("link-to-balancer", self.link_group_id, balancer, args.balancer_port),
            *(Hop(f"balancer-to-{port}", balancer, args.target_security_group_id, port) for port in args.target_ports),
        ]
