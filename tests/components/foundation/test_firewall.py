from typing import Any

import pytest

from components.foundation.network import ALLOWED_DOMAINS
from components.foundation.subnets import plan
from settings import DataClass, Region
from tests.components.foundation.room import ABROAD, HOME, Room
from tests.components.foundation.test_network import default_route, network, table_of
from tests.components.site import key, topic

BOTH = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)


def endpoint_subnet(room: Room, region: Region, endpoint_id: str) -> Any:
    ec2 = room.boto("ec2", region)
    endpoint = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"][0]
    assert endpoint["VpcEndpointType"] == "GatewayLoadBalancer"
    return ec2.describe_subnets(SubnetIds=endpoint["SubnetIds"])["Subnets"][0]


def inward_routes(room: Room, region: Region) -> dict[str, str]:
    """Return where the internet gateway leads arrivals, by their destination."""
    tables = room.boto("ec2", region).describe_route_tables(
        Filters=[{"Name": "vpc-id", "Values": [network(room, region)["vpc"]]}]
    )["RouteTables"]
    table = next(one for one in tables if any("GatewayId" in end for end in one["Associations"]))
    return {
        route["DestinationCidrBlock"]: route["GatewayId"] for route in table["Routes"] if route["GatewayId"] != "local"
    }


def with_nat(room: Room, region: Region) -> list[str]:
    """Return the public subnets that a NAT gateway stands in."""
    subnets = network(room, region)
    return subnets["public"][: len(subnets["addresses"])]


@BOTH
def test_public_subnets_reach_the_internet_through_their_own_zones_firewall(room: Room, region: Region) -> None:
    for zone, subnet_id in enumerate(with_nat(room, region)):
        endpoint_id = default_route(table_of(room, region, subnet_id))["GatewayId"]
        inside = endpoint_subnet(room, region, endpoint_id)
        assert inside["AvailabilityZone"] == f"{region.name}{'abc'[zone]}"
        assert inside["CidrBlock"] == plan(region.cidr).firewall[zone]
        onward = default_route(table_of(room, region, inside["SubnetId"]))
        assert onward["GatewayId"].startswith("igw-")


@BOTH
def test_answers_come_back_through_the_endpoint_that_saw_the_request(room: Room, region: Region) -> None:
    outward = [default_route(table_of(room, region, subnet_id))["GatewayId"] for subnet_id in with_nat(room, region)]
    assert inward_routes(room, region) == dict(zip(plan(region.cidr).public, outward, strict=False))


def test_a_public_subnet_where_nothing_stands_leads_nowhere(room: Room) -> None:
    empty = network(room, ABROAD)["public"][1:]
    assert [default_route(table_of(room, ABROAD, subnet_id)) for subnet_id in empty] == [None, None]


@BOTH
def test_only_listed_domains_pass(room: Room, region: Region) -> None:
    name = f"network-{region.name}-firewall"
    rules = room.resources[f"{name}-domains"]
    listed = rules["ruleGroup"]["rulesSource"]["rulesSourceList"]
    assert listed["generatedRulesType"] == "ALLOWLIST"
    assert listed["targets"] == list(ALLOWED_DOMAINS)
    policy = room.resources[f"{name}-policy"]["firewallPolicy"]
    assert policy["statefulDefaultActions"] == ["aws:drop_established", "aws:alert_established"]
    assert policy["statelessDefaultActions"] == ["aws:forward_to_sfe"]
    assert policy["statefulRuleGroupReferences"][0]["resourceArn"] == rules["arn"]
    assert room.resources[f"{name}-firewall"]["firewallPolicyArn"] == room.resources[f"{name}-policy"]["arn"]


@BOTH
def test_what_is_dropped_is_logged_encrypted(room: Room, region: Region) -> None:
    logging = room.resources[f"network-{region.name}-firewall-logging"]["loggingConfiguration"]
    groups = {one["logType"]: one["logDestination"]["logGroup"] for one in logging["logDestinationConfigs"]}
    assert groups.keys() == {"ALERT", "FLOW"}
    described = room.boto("logs", region).describe_log_groups(logGroupNamePrefix="/aws/network-firewall/")["logGroups"]
    assert {group["logGroupName"] for group in described} == set(groups.values())
    assert all(group["kmsKeyId"] == key(region, DataClass.INTERNAL) for group in described)


def test_dropped_packets_ring_in_each_zone(room: Room) -> None:
    for zone in range(3):
        alarm = room.alarm(f"network-{HOME.name}-firewall-dropped-{zone}")
        dimensions = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
        assert dimensions["AvailabilityZone"] == f"{HOME.name}{'abc'[zone]}"
        assert alarm["AlarmActions"] == [topic(HOME)]
