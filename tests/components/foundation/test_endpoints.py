import json
from typing import Any

import pytest

from components.foundation.endpoint_policies import INTERFACE_ACTIONS
from settings import Region
from tests.components.foundation.room import ABROAD, HOME, Room
from tests.components.foundation.test_network import network
from tests.components.site import ACCOUNT

BOTH = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)


def endpoints(room: Room, region: Region, kind: str) -> dict[str, Any]:
    found = room.boto("ec2", region).describe_vpc_endpoints(
        Filters=[{"Name": "vpc-id", "Values": [network(room, region)["vpc"]]}]
    )["VpcEndpoints"]
    prefix = f"com.amazonaws.{region.name}."
    return {one["ServiceName"].removeprefix(prefix): one for one in found if one["VpcEndpointType"] == kind}


@BOTH
def test_services_are_reached_inside_every_zone(room: Room, region: Region) -> None:
    found = endpoints(room, region, "Interface")
    assert found.keys() == INTERFACE_ACTIONS.keys() - ({"acm-pca"} if region == ABROAD else set())
    for endpoint in found.values():
        assert sorted(endpoint["SubnetIds"]) == sorted(network(room, region)["private"])
        assert endpoint["PrivateDnsEnabled"]
        assert [group["GroupId"] for group in endpoint["Groups"]] == [network(room, region)["endpointGroup"]]


@BOTH
def test_stores_are_reached_from_private_and_isolated_subnets(room: Room, region: Region) -> None:
    found = endpoints(room, region, "Gateway")
    tables = [*network(room, region)["privateTables"], network(room, region)["isolatedTable"]]
    assert found.keys() == {"s3", "dynamodb"}
    assert all(sorted(endpoint["RouteTableIds"]) == sorted(tables) for endpoint in found.values())


@BOTH
def test_endpoints_serve_this_accounts_identities_only(room: Room, region: Region) -> None:
    found = endpoints(room, region, "Interface") | endpoints(room, region, "Gateway")
    for service, endpoint in found.items():
        statements = json.loads(endpoint["PolicyDocument"])["Statement"]
        for statement in statements:
            layers = statement["Resource"] == [f"arn:aws:s3:::prod-{region.name}-starport-layer-bucket/*"]
            assert layers or statement["Condition"]["StringEquals"]["aws:PrincipalAccount"] == ACCOUNT, service
            assert "*" not in statement["Action"], service


def actions(endpoint: Any) -> set[str]:
    return {action for one in json.loads(endpoint["PolicyDocument"])["Statement"] for action in one["Action"]}


@BOTH
def test_images_are_pulled_without_the_internet(room: Room, region: Region) -> None:
    found = endpoints(room, region, "Interface") | endpoints(room, region, "Gateway")
    assert {"ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"} <= actions(found["ecr.api"])
    assert {"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"} <= actions(found["ecr.dkr"])
    layers = f"arn:aws:s3:::prod-{region.name}-starport-layer-bucket/*"
    statements = json.loads(found["s3"]["PolicyDocument"])["Statement"]
    assert [one["Action"] for one in statements if one["Resource"] == [layers]] == [["s3:GetObject"]]


def test_certificates_are_asked_for_where_a_private_authority_issues_them(room: Room) -> None:
    found = endpoints(room, HOME, "Interface")
    assert "acm-pca:IssueCertificate" in actions(found["acm-pca"])
    assert "acm-pca" not in endpoints(room, ABROAD, "Interface")


@BOTH
def test_nothing_of_the_account_can_be_copied_into_anothers_bucket(room: Room, region: Region) -> None:
    for endpoint in endpoints(room, region, "Gateway").values():
        writes = json.loads(endpoint["PolicyDocument"])["Statement"][0]
        assert writes["Condition"]["StringEquals"]["aws:ResourceAccount"] == ACCOUNT


@BOTH
def test_endpoints_take_https_from_the_vpc_and_start_nothing(room: Room, region: Region) -> None:
    group = room.boto("ec2", region).describe_security_groups(GroupIds=[network(room, region)["endpointGroup"]])
    permissions = group["SecurityGroups"][0]["IpPermissions"]
    assert [(one["FromPort"], one["ToPort"], one["IpRanges"][0]["CidrIp"]) for one in permissions] == [
        (443, 443, region.cidr)
    ]
    assert group["SecurityGroups"][0]["IpPermissionsEgress"] == []
