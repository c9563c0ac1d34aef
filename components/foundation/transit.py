"""A region's transit gateway: the hub that its VPC reaches the other regions through.

One prefix list names every other region's block, so that each route table needs a single route however many regions
there are (Amazon VPC User Guide, "Managed prefix lists").
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import ActiveSite

FIRST_PRIVATE_ASN = 4_200_000_000
"""Start of the 32-bit private autonomous system numbers (RFC 6996)."""
SMALLEST_BLOCK_PREFIX = 20
"""Regions' blocks are no smaller than /20."""


def private_asn(cidr: str) -> int:
    """Return the autonomous system number of the region with *cidr*: disjoint blocks never share one.

    AWS advises numbers of their own for gateways that peer (Amazon VPC Transit Gateways guide, "Peering attachments").
    """
    address = int(ipaddress.IPv4Network(cidr).network_address)
    return FIRST_PRIVATE_ASN + (address >> (32 - SMALLEST_BLOCK_PREFIX))


@dataclass(frozen=True, kw_only=True)
class TransitGatewayArgs:
    """The VPC that is attached and the regions it reaches."""

    site: ActiveSite
    """Region it stands in."""
    vpc_id: pulumi.Input[str]
    """The region's VPC."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets that the gateway enters the VPC through, one in each zone."""
    route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables that lead to the other regions."""


class TransitGateway(pulumi.ComponentResource):
    """A transit gateway with the region's VPC attached and routes towards the other regions."""

    transit_gateway_id: pulumi.Output[str]
    """Id of the gateway."""
    route_table_id: pulumi.Output[str]
    """Id of the gateway's route table."""
    peer_prefix_list_id: pulumi.Output[str]
    """Prefix list of the other regions' blocks, for security groups."""

    def __init__(self, name: str, args: TransitGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:TransitGateway", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        gateway = self._create_gateway()
        attachment = self._attach_vpc(gateway)
        peers = self._create_prefix_list()
        self._create_routes(gateway, attachment, peers)
        self._create_alarm(gateway)
        self.transit_gateway_id = gateway.id
        self.route_table_id = gateway.association_default_route_table_id
        self.peer_prefix_list_id = peers.id
        self.register_outputs(
            {
                "transit_gateway_id": self.transit_gateway_id,
                "route_table_id": self.route_table_id,
                "peer_prefix_list_id": self.peer_prefix_list_id,
            }
        )

    def _create_gateway(self) -> aws.ec2transitgateway.TransitGateway:
        return aws.ec2transitgateway.TransitGateway(
            f"{self._name}-gateway",
            region=self._args.site.name,
            description=f"{self._args.site.context.prefix}: {self._args.site.name} to the other regions",
            amazon_side_asn=private_asn(self._args.site.region.cidr),
            auto_accept_shared_attachments="disable",
            default_route_table_association="enable",
            default_route_table_propagation="enable",
            dns_support="enable",
            tags=self._args.site.context.tagged(f"{self._name}-gateway"),
            opts=self._child,
        )

    def _attach_vpc(self, gateway: aws.ec2transitgateway.TransitGateway) -> aws.ec2transitgateway.VpcAttachment:
        return aws.ec2transitgateway.VpcAttachment(
            f"{self._name}-vpc",
            region=self._args.site.name,
            transit_gateway_id=gateway.id,
            vpc_id=self._args.vpc_id,
            subnet_ids=list(self._args.subnet_ids),
            dns_support="enable",
            tags=self._args.site.context.tagged(f"{self._name}-vpc"),
            opts=self._child,
        )

    def _create_prefix_list(self) -> aws.ec2.ManagedPrefixList:
        return aws.ec2.ManagedPrefixList(
            f"{self._name}-peers",
            region=self._args.site.name,
            name=self._args.site.context.physical_name("peer-regions", 255),
            address_family="IPv4",
            max_entries=len(self._args.site.peers),
            entries=[
                aws.ec2.ManagedPrefixListEntryArgs(cidr=peer.cidr, description=peer.name)
                for peer in self._args.site.peers
            ],
            tags=self._args.site.context.tagged(f"{self._name}-peers"),
            opts=self._child,
        )

    def _create_routes(
        self,
        gateway: aws.ec2transitgateway.TransitGateway,
        attachment: aws.ec2transitgateway.VpcAttachment,
        peers: aws.ec2.ManagedPrefixList,
    ) -> None:
        for position, table_id in enumerate(self._args.route_table_ids):
            aws.ec2.Route(
                f"{self._name}-route-{position}",
                region=self._args.site.name,
                route_table_id=table_id,
                destination_prefix_list_id=peers.id,
                transit_gateway_id=gateway.id,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[attachment]),
            )

    def _create_alarm(self, gateway: aws.ec2transitgateway.TransitGateway) -> None:
        declare_alarm(
            f"{self._name}-no-route",
            Alarm(
                namespace="AWS/TransitGateway",
                metric="PacketDropCountNoRoute",
                dimensions={"TransitGateway": gateway.id},
                statistic="Sum",
                threshold=1,
                description="Packets for another region find no route: check the peering attachments and their routes.",
            ),
            site=self._args.site,
            opts=self._child,
        )
