from typing import Any

from tests.sandbox.providers.aws.bench import Bench, Deployed
from tests.sandbox.providers.aws.test_ec2 import subnet, vpc

GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
PEERING = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
ROUTE = "aws:ec2transitgateway/route:Route"


def gateway(bench: Bench, name: str, **more: Any) -> Deployed:
    return bench.deploy(GATEWAY, name, tags={"Name": name}, **more)


def peering(bench: Bench, name: str) -> tuple[Deployed, Deployed, Deployed]:
    one, other = gateway(bench, name), gateway(bench, f"{name}-peer", region="eu-west-1")
    attachment = bench.deploy(
        PEERING, name, transitGatewayId=one.id, peerTransitGatewayId=other.id, peerRegion="eu-west-1"
    )
    return one, other, attachment


def test_gateway_lives(bench: Bench) -> None:
    inputs = {"description": "d", "amazonSideAsn": 4200000001, "dnsSupport": "enable", "tags": {"Name": "lives"}}
    changes = {
        "description": "other",
        "amazonSideAsn": 4200000002,
        "dnsSupport": "disable",
        "vpnEcmpSupport": "disable",
        "tags": {"Name": "lives", "a": "b"},
    }
    bench.lives(GATEWAY, inputs, changes)


def test_gateway_tells_its_route_table(bench: Bench) -> None:
    made = gateway(bench, "table")
    tables = bench.boto("ec2").describe_transit_gateway_route_tables(
        Filters=[{"Name": "transit-gateway-id", "Values": [made.id]}]
    )["TransitGatewayRouteTables"]
    assert made.outputs["associationDefaultRouteTableId"] == tables[0]["TransitGatewayRouteTableId"]


def test_gateway_changed_out_of_band_is_drift(bench: Bench) -> None:
    made = gateway(bench, "changed")
    bench.boto("ec2").modify_transit_gateway(
        TransitGatewayId=made.id, Options={"AutoAcceptSharedAttachments": "enable"}
    )
    assert made.drift() == ["autoAcceptSharedAttachments"]


def test_vpc_attachment_lives(bench: Bench) -> None:
    network = vpc(bench, "attached")
    first = subnet(bench, network)
    second = subnet(bench, network, "10.0.16.0/20", "us-east-1b")
    inputs = {
        "transitGatewayId": gateway(bench, "attached").id,
        "vpcId": network.id,
        "subnetIds": [first.id],
        "dnsSupport": "enable",
        "tags": {"Name": "attached"},
    }
    changes = {"subnetIds": [second.id], "dnsSupport": "disable", "tags": {"Name": "other"}}
    bench.lives(ATTACHMENT, inputs, changes)


def test_peering_lives(bench: Bench) -> None:
    one, other = gateway(bench, "peering"), gateway(bench, "peering-peer", region="eu-west-1")
    inputs = {
        "transitGatewayId": one.id,
        "peerTransitGatewayId": other.id,
        "peerRegion": "eu-west-1",
        "tags": {"Name": "peering"},
    }
    bench.lives(PEERING, inputs, {"tags": {"Name": "peering", "a": "b"}})


def test_accepter_lives_in_the_other_region(bench: Bench) -> None:
    one, _, attachment = peering(bench, "accepted")
    inputs = {"transitGatewayAttachmentId": attachment.id, "region": "eu-west-1", "tags": {"Name": "accepted"}}
    deployed = bench.deploy(ACCEPTER, **inputs)
    assert deployed.outputs["peerTransitGatewayId"] == one.id
    assert deployed.outputs["peerRegion"] == "us-east-1"
    state = bench.boto("ec2").describe_transit_gateway_peering_attachments(TransitGatewayAttachmentIds=[attachment.id])[
        "TransitGatewayPeeringAttachments"
    ][0]["State"]
    assert state == "available"
    deployed.delete()
    assert deployed.read() is None
    assert attachment.read() is None


def test_peering_that_nobody_accepted_yet_is_no_accepter(bench: Bench) -> None:
    _, _, attachment = peering(bench, "pending")
    resource = bench.resource(ACCEPTER)
    given = {"transitGatewayAttachmentId": attachment.id, "region": "eu-west-1"}
    assert bench.provider.find(resource, given) is None


def test_route_over_the_peering_lives(bench: Bench) -> None:
    one, _, attachment = peering(bench, "routed")
    bench.deploy(ACCEPTER, transitGatewayAttachmentId=attachment.id, region="eu-west-1")
    inputs = {
        "transitGatewayRouteTableId": one.outputs["associationDefaultRouteTableId"],
        "destinationCidrBlock": "10.9.0.0/16",
        "transitGatewayAttachmentId": attachment.id,
    }
    bench.lives(ROUTE, inputs, {})
