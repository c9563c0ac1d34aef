import asyncio
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pulumi
import pytest

from components.foundation.peering import available
from components.foundation.transit_mesh import MAX_PEERINGS_PER_GATEWAY, TransitMesh, TransitMeshArgs, TransitSite
from settings import Region
from tests.components.data.declare import declare
from tests.components.foundation.room import ABROAD, HOME, REGIONS, Room, previewed, site
from tests.components.foundation.test_network import network
from tests.components.site import topic

PAIR = pytest.mark.parametrize(("region", "peer"), [(HOME, ABROAD), (ABROAD, HOME)], ids=["out", "back"])
PEERING = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"


@PAIR
def test_private_and_isolated_subnets_reach_the_other_region(room: Room, region: Region, peer: Region) -> None:
    ec2 = room.boto("ec2", region)
    peers = room.output("peers")[region.name]
    entries = ec2.get_managed_prefix_list_entries(PrefixListId=peers)["Entries"]
    assert [entry["Cidr"] for entry in entries] == [peer.cidr]
    tables = [*network(room, region)["privateTables"], network(room, region)["isolatedTable"]]
    for table in ec2.describe_route_tables(RouteTableIds=tables)["RouteTables"]:
        route = next(one for one in table["Routes"] if one.get("DestinationPrefixListId") == peers)
        assert route["TransitGatewayId"] == room.output("transitGateways")[region.name]


@PAIR
def test_gateways_are_peered_and_lead_each_way(room: Room, region: Region, peer: Region) -> None:
    ec2 = room.boto("ec2", region)
    attachment = ec2.describe_transit_gateway_peering_attachments()["TransitGatewayPeeringAttachments"][0]
    ends = {attachment[end]["TransitGatewayId"] for end in ("RequesterTgwInfo", "AccepterTgwInfo")}
    assert attachment["State"] == "available"
    assert ends == set(room.output("transitGateways").values())
    gateway_id = room.output("transitGateways")[region.name]
    options = ec2.describe_transit_gateways(TransitGatewayIds=[gateway_id])["TransitGateways"][0]["Options"]
    routes = ec2.search_transit_gateway_routes(
        TransitGatewayRouteTableId=options["AssociationDefaultRouteTableId"],
        Filters=[{"Name": "type", "Values": ["static"]}],
    )["Routes"]
    assert [route["DestinationCidrBlock"] for route in routes] == [peer.cidr]


def test_gateways_have_numbers_of_their_own_and_accept_nobody_by_themselves(room: Room) -> None:
    numbers = []
    for region in (HOME, ABROAD):
        gateway_id = room.output("transitGateways")[region.name]
        gateway = room.boto("ec2", region).describe_transit_gateways(TransitGatewayIds=[gateway_id])["TransitGateways"][
            0
        ]
        numbers.append(gateway["Options"]["AmazonSideAsn"])
        assert gateway["Options"]["AutoAcceptSharedAttachments"] == "disable"
    assert len(set(numbers)) == 2


def test_packets_without_a_route_ring(room: Room) -> None:
    alarm = room.alarm(f"mesh-{HOME.name}-no-route")
    assert alarm["MetricName"] == "PacketDropCountNoRoute"
    assert alarm["AlarmActions"] == [topic(HOME)]


def mesh(regions: list[Region]) -> None:
    sites = {
        region.name: TransitSite(
            site=site(region, regions), vpc_id="vpc-1", subnet_ids=["subnet-1"], route_table_ids=["rtb-1"]
        )
        for region in regions
    }
    TransitMesh("mesh", TransitMeshArgs(sites=sites))


@pytest.mark.parametrize(("count", "peerings"), [(1, 0), (2, 1), (5, 10)])
def test_every_pair_of_regions_is_peered(tmp_path: Path, count: int, peerings: int) -> None:
    planned = previewed(tmp_path, partial(mesh, list(REGIONS[:count])))
    assert planned.get(PEERING, 0) == peerings
    assert planned.get("aws:ec2/route:Route", 0) == (count if count > 1 else 0), "one route a table, not one a peer"


def test_another_order_of_the_regions_asks_for_no_other_peering() -> None:
    def peerings(regions: list[Region]) -> dict[str, object]:
        declared = declare(partial(mesh, regions))
        kinds = (PEERING, "aws:ec2transitgateway/route:Route")
        return {one.name: one.inputs["region"] for one in declared if one.type in kinds}

    regions = list(REGIONS[:3])
    assert len(peerings(regions)) == 9
    assert peerings(regions) == peerings(regions[::-1])


def test_the_side_that_asked_gets_its_route_once_it_says_that_the_peering_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    states, asked, slept = iter(["pendingAcceptance", "pending", "available"]), [], []

    def answer(**arguments: str) -> SimpleNamespace:
        asked.append(arguments)
        return SimpleNamespace(state=pulumi.Output.from_input(next(states)))

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("pulumi_aws.ec2transitgateway.get_peering_attachment_output", answer)
    monkeypatch.setattr("components.foundation.peering.sleep", sleep)
    monkeypatch.setattr("pulumi.runtime.is_dry_run", lambda: False)
    declared = declare(partial(mesh, [HOME, ABROAD]))
    requester = "eu-west-1"  # the first by name asks
    assert [one["region"] for one in asked] == [requester] * 3
    assert slept == [5, 5]
    routes = [one for one in declared if one.type == "aws:ec2transitgateway/route:Route"]
    assert {one.inputs["region"] for one in routes} == {HOME.name, ABROAD.name}
    assert all(one.inputs["transitGatewayAttachmentId"] for one in routes)


def test_a_peering_that_never_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def pause(_seconds: float) -> None:
        return

    async def state() -> str:
        return "pending"

    answer = SimpleNamespace(state=SimpleNamespace(future=state))
    monkeypatch.setattr("pulumi_aws.ec2transitgateway.get_peering_attachment_output", lambda **_: answer)
    monkeypatch.setattr("components.foundation.peering.sleep", pause)
    monkeypatch.setattr("pulumi.runtime.is_dry_run", lambda: False)
    told = "tgw-attach-1: accepted 5 minutes ago, and eu-west-1 doesn't say that it is available"
    with pytest.raises(pulumi.RunError, match=told):
        asyncio.run(available("tgw-attach-1", "eu-west-1"))


def test_more_regions_than_a_gateway_peers_with_are_refused() -> None:
    regions = [HOME.model_copy(update={"name": f"region-{number}"}) for number in range(MAX_PEERINGS_PER_GATEWAY + 2)]
    with pytest.raises(ValueError, match="52 regions need 51 peerings a gateway; AWS allows 50"):
        mesh(regions)
