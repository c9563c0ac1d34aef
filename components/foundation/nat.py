"""The way out of private subnets: NAT gateways, one in each zone or one for all.

One in each zone keeps the other zones going when one is lost and spares the charge for crossing zones; one alone is
the cheaper choice outside production (Amazon VPC User Guide, "NAT gateway basics").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site

ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class NatGatewaysArgs:
    """Where the gateways stand and whom they serve. Sequences follow the order of the zones."""

    site: Site
    """Region it stands in."""
    public_subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets that get a gateway each: one, or one for each zone."""
    private_route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables that get a default route, each through its zone's gateway where there is one."""
    internet_gateway: aws.ec2.InternetGateway
    """The VPC's internet gateway, which has to be attached first."""


class NatGateways(pulumi.ComponentResource):
    """NAT gateways with fixed addresses, and the default routes through them."""

    public_ips: list[pulumi.Output[str]]
    """Addresses that the platform calls from."""

    def __init__(self, name: str, args: NatGatewaysArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:NatGateways", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        addresses = [self._create_address(zone) for zone in range(len(args.public_subnet_ids))]
        gateways = [self._create_gateway(zone, address) for zone, address in enumerate(addresses)]
        for zone, gateway in enumerate(gateways):
            self._create_alarm(zone, gateway)
        self._create_routes(gateways)
        self.public_ips = [address.public_ip for address in addresses]
        self.register_outputs({"public_ips": self.public_ips})

    def _create_address(self, zone: int) -> aws.ec2.Eip:
        return aws.ec2.Eip(
            f"{self._name}-address-{zone}",
            region=self._args.site.name,
            domain="vpc",
            tags=self._args.site.context.tagged(f"{self._name}-address-{zone}"),
            opts=self._child,
        )

    def _create_gateway(self, zone: int, address: aws.ec2.Eip) -> aws.ec2.NatGateway:
        return aws.ec2.NatGateway(
            f"{self._name}-gateway-{zone}",
            region=self._args.site.name,
            allocation_id=address.allocation_id,
            subnet_id=self._args.public_subnet_ids[zone],
            tags=self._args.site.context.tagged(f"{self._name}-gateway-{zone}"),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[self._args.internet_gateway],
                delete_before_replace=True,  # an address serves one gateway at a time (Resource.AlreadyAssociated)
            ),
        )

    def _create_alarm(self, zone: int, gateway: aws.ec2.NatGateway) -> None:
        declare_alarm(
            f"{self._name}-ports-{zone}",
            Alarm(
                namespace="AWS/NATGateway",
                metric="ErrorPortAllocation",
                dimensions={"NatGatewayId": gateway.id},
                statistic="Sum",
                threshold=1,
                description="The NAT gateway has no port left for new connections: spread the load or add addresses.",
            ),
            site=self._args.site,
            opts=self._child,
        )

    def _create_routes(self, gateways: list[aws.ec2.NatGateway]) -> None:
        for zone, table_id in enumerate(self._args.private_route_table_ids):
            aws.ec2.Route(
                f"{self._name}-route-{zone}",
                region=self._args.site.name,
                route_table_id=table_id,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=gateways[zone % len(gateways)].id,
                opts=self._child,
            )
