"""Every region within reach of every other, over AWS's own network.

A transit gateway does not pass traffic from one peering on to another, so each pair of regions needs a peering of its
own: n regions take n(n-1)/2 of them, four resources each (Amazon VPC Transit Gateways guide, "Peering attachments").
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.site import ActiveSite
from components.foundation.peering import Endpoint, TransitPeering, TransitPeeringArgs
from components.foundation.transit import TransitGateway, TransitGatewayArgs

MAX_PEERINGS_PER_GATEWAY = 50
"""Amazon VPC Transit Gateways guide, "Quotas": peering attachments per transit gateway."""


@dataclass(frozen=True, kw_only=True)
class TransitSite:
    """One region's network, as far as the mesh needs it."""

    site: ActiveSite
    """The region."""
    vpc_id: pulumi.Input[str]
    """Its VPC."""
    subnet_ids: Sequence[pulumi.Input[str]]
    """Subnets that the gateway enters the VPC through, one in each zone."""
    route_table_ids: Sequence[pulumi.Input[str]]
    """Route tables that lead to the other regions."""


@dataclass(frozen=True, kw_only=True)
class TransitMeshArgs:
    """The regions to join.

    Raises:
        ValueError: there are more of them than a gateway peers with.
    """

    sites: Mapping[str, TransitSite]
    """Networks by region name. With a single one nothing is created."""

    def __post_init__(self) -> None:
        peerings = len(self.sites) - 1
        if peerings > MAX_PEERINGS_PER_GATEWAY:
            raise ValueError(
                f"{len(self.sites)} regions need {peerings} peerings a gateway; AWS allows {MAX_PEERINGS_PER_GATEWAY}"
            )


class TransitMesh(pulumi.ComponentResource):
    """A transit gateway in every region and a peering between each two."""

    transit_gateway_ids: Mapping[str, pulumi.Output[str]]
    """Gateway by region name; empty for a single region."""
    peer_prefix_list_ids: Mapping[str, pulumi.Output[str]]
    """Prefix list of the other regions' blocks, by region name."""

    def __init__(self, name: str, args: TransitMeshArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:TransitMesh", name, {}, opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        gateways = self._create_gateways() if len(args.sites) > 1 else {}
        self._create_peerings(gateways)
        self.transit_gateway_ids = {region: gateway.transit_gateway_id for region, gateway in gateways.items()}
        self.peer_prefix_list_ids = {region: gateway.peer_prefix_list_id for region, gateway in gateways.items()}
        self.register_outputs(
            {
                "transit_gateway_ids": self.transit_gateway_ids,
                "peer_prefix_list_ids": self.peer_prefix_list_ids,
            }
        )

    def _create_gateways(self) -> dict[str, TransitGateway]:
        return {
            region: TransitGateway(
                f"{self._name}-{region}",
                TransitGatewayArgs(
                    site=site.site,
                    vpc_id=site.vpc_id,
                    subnet_ids=site.subnet_ids,
                    route_table_ids=site.route_table_ids,
                ),
                opts=self._child,
            )
            for region, site in self._args.sites.items()
        }

    def _create_peerings(self, gateways: Mapping[str, TransitGateway]) -> None:
        """Peer each pair, in an order of their own: another order of the regions asks for no other peering."""
        for requester, accepter in itertools.combinations(sorted(gateways), 2):
            other = pulumi.Alias(name=f"{self._name}-{accepter}-{requester}")
            TransitPeering(
                f"{self._name}-{requester}-{accepter}",
                TransitPeeringArgs(
                    requester=self._endpoint(requester, gateways),
                    accepter=self._endpoint(accepter, gateways),
                ),
                opts=pulumi.ResourceOptions(parent=self, aliases=[other]),
            )

    def _endpoint(self, region: str, gateways: Mapping[str, TransitGateway]) -> Endpoint:
        return Endpoint(
            site=self._args.sites[region].site,
            transit_gateway_id=gateways[region].transit_gateway_id,
            route_table_id=gateways[region].route_table_id,
        )
