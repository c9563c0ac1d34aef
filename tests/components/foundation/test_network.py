from typing import Any

import pytest

from components.foundation.subnets import plan
from settings import DataClass, Region
from tests.components.foundation.room import ABROAD, HOME, Room
from tests.components.site import LOG_DAYS, key, topic

BOTH = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)
ANYWHERE = "0.0.0.0/0"


def network(room: Room, region: Region) -> Any:
    return room.output(f"network-{region.name}")


def table_of(room: Room, region: Region, subnet_id: str) -> Any:
    filters = [{"Name": "association.subnet-id", "Values": [subnet_id]}]
    return room.boto("ec2", region).describe_route_tables(Filters=filters)["RouteTables"][0]


def default_route(table: Any) -> Any:
    return next((route for route in table["Routes"] if route.get("DestinationCidrBlock") == ANYWHERE), None)


@BOTH
@pytest.mark.parametrize("tier", ["public", "private", "isolated"])
def test_each_tier_spreads_over_three_zones_and_gives_out_no_public_address(
    room: Room, region: Region, tier: str
) -> None:
    ids = network(room, region)[tier]
    found = room.boto("ec2", region).describe_subnets(SubnetIds=ids)["Subnets"]
    by_id = {subnet["SubnetId"]: subnet for subnet in found}
    assert [by_id[one]["AvailabilityZone"] for one in ids] == [f"{region.name}{letter}" for letter in "abc"]
    assert [by_id[one]["CidrBlock"] for one in ids] == list(getattr(plan(region.cidr), tier))
    assert not any(subnet["MapPublicIpOnLaunch"] for subnet in found)


@BOTH
def test_nothing_leads_out_of_isolated_subnets(room: Room, region: Region) -> None:
    for subnet_id in network(room, region)["isolated"]:
        table = table_of(room, region, subnet_id)
        assert table["RouteTableId"] == network(room, region)["isolatedTable"]
        assert default_route(table) is None


def nat_zones(room: Room, region: Region) -> list[str]:
    """Return the zone of the NAT gateway that each private subnet leaves through."""
    ec2 = room.boto("ec2", region)
    zones = []
    for subnet_id in network(room, region)["private"]:
        gateway_id = default_route(table_of(room, region, subnet_id))["NatGatewayId"]
        gateway = ec2.describe_nat_gateways(NatGatewayIds=[gateway_id])["NatGateways"][0]
        assert gateway["SubnetId"] in network(room, region)["public"]
        zones.append(ec2.describe_subnets(SubnetIds=[gateway["SubnetId"]])["Subnets"][0]["AvailabilityZone"])
    return zones


def test_each_zone_leaves_through_its_own_nat_gateway(room: Room) -> None:
    assert nat_zones(room, HOME) == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert len(set(network(room, HOME)["addresses"])) == 3


def test_one_nat_gateway_serves_all_zones_where_that_is_enough(room: Room) -> None:
    assert nat_zones(room, ABROAD) == ["eu-west-1a"] * 3
    assert len(network(room, ABROAD)["addresses"]) == 1


@BOTH
def test_default_security_group_admits_nothing(room: Room, region: Region) -> None:
    filters = [
        {"Name": "vpc-id", "Values": [network(room, region)["vpc"]]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    group = room.boto("ec2", region).describe_security_groups(Filters=filters)["SecurityGroups"][0]
    assert group["IpPermissions"] == group["IpPermissionsEgress"] == []


@BOTH
def test_every_connection_is_recorded_in_an_encrypted_log(room: Room, region: Region) -> None:
    vpc_id = network(room, region)["vpc"]
    logs = room.boto("ec2", region).describe_flow_logs()["FlowLogs"]
    log = next(one for one in logs if one["ResourceId"] == vpc_id)
    assert (log["TrafficType"], log["MaxAggregationInterval"]) == ("ALL", 60)
    groups = room.boto("logs", region).describe_log_groups(logGroupNamePrefix="/aws/vpc/")["logGroups"]
    assert log["LogDestination"] == groups[0]["arn"].removesuffix(":*")
    assert groups[0]["kmsKeyId"] == key(region, DataClass.INTERNAL)
    assert groups[0]["retentionInDays"] == LOG_DAYS


@BOTH
def test_flow_logs_may_write_to_their_own_group_only(room: Room, region: Region) -> None:
    iam = room.boto("iam")
    role = iam.get_role(RoleName=f"groot-room-flow-logs-{region.name}")["Role"]
    trust = role["AssumeRolePolicyDocument"]["Statement"][0]
    assert trust["Principal"] == {"Service": ["vpc-flow-logs.amazonaws.com"]}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    policy = iam.get_role_policy(RoleName=role["RoleName"], PolicyName="write-flow-logs")["PolicyDocument"]
    writes = policy["Statement"][0]
    assert all(f":{region.name}:" in resource and "flow-logs" in resource for resource in writes["Resource"])


def test_nat_gateway_without_ports_rings(room: Room) -> None:
    alarm = room.alarm(f"network-{HOME.name}-nat-ports-0")
    assert alarm["MetricName"] == "ErrorPortAllocation"
    assert alarm["AlarmActions"] == [topic(HOME)]


@BOTH
def test_links_reach_into_every_zone_that_takes_them(room: Room, region: Region) -> None:
    assert network(room, region)["linked"] == network(room, region)["private"]
