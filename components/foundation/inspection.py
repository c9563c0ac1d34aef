"""The detour through the firewall: routes that lead public subnets' traffic over it, both ways.

The internet gateway's own route table sends arrivals to the firewall endpoint of the zone they are for, so that the
endpoint that saw a connection leave sees its answers too (Amazon VPC User Guide, "Gateway route tables").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.site import Site
from components.foundation.nat import ANYWHERE


@dataclass(frozen=True, kw_only=True)
class InspectionRoutesArgs:
    """What stands where. Sequences follow the order of the zones."""

    site: Site
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The VPC."""
    internet_gateway_id: pulumi.Input[str]
    """The VPC's internet gateway."""
    firewall_endpoint_ids: Sequence[pulumi.Input[str]]
    """The firewall's endpoints."""
    firewall_route_table_id: pulumi.Input[str]
    """Route table of the firewall's subnets."""
    public_cidrs: Sequence[str]
    """Blocks of the public subnets."""
    public_route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables of the public subnets."""


class InspectionRoutes(pulumi.ComponentResource):
    """Routes public subnets → firewall → internet gateway, and arrivals back the same way."""

    def __init__(self, name: str, args: InspectionRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:InspectionRoutes", name, {}, opts)
        self._name, self._args = name, args
        self._create_outward()
        self._create_inward()
        self.register_outputs({})

    def _create_outward(self) -> None:
        for zone, table_id in enumerate(self._args.public_route_table_ids):
            self._create_route(
                f"public-{zone}", table_id, ANYWHERE, vpc_endpoint_id=self._args.firewall_endpoint_ids[zone]
            )
        self._create_route(
            "outward", self._args.firewall_route_table_id, ANYWHERE, gateway_id=self._args.internet_gateway_id
        )

    def _create_inward(self) -> None:
        table = aws.ec2.RouteTable(
            f"{self._name}-inward",
            region=self._args.site.name,
            vpc_id=self._args.vpc_id,
            tags=self._args.site.context.tagged(f"{self._name}-inward"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.ec2.RouteTableAssociation(
            f"{self._name}-inward-association",
            region=self._args.site.name,
            route_table_id=table.id,
            gateway_id=self._args.internet_gateway_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        for zone, cidr in enumerate(self._args.public_cidrs):
            self._create_route(f"inward-{zone}", table.id, cidr, vpc_endpoint_id=self._args.firewall_endpoint_ids[zone])

    def _create_route(
        self,
        role: str,
        table_id: pulumi.Input[str],
        cidr: str,
        *,
        gateway_id: pulumi.Input[str] | None = None,
        vpc_endpoint_id: pulumi.Input[str] | None = None,
    ) -> None:
        aws.ec2.Route(
            f"{self._name}-{role}",
            region=self._args.site.name,
            route_table_id=table_id,
            destination_cidr_block=cidr,
            gateway_id=gateway_id,
            vpc_endpoint_id=vpc_endpoint_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
