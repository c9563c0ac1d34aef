from typing import Any

from sandbox.providers.base import UNSENT
from tests.sandbox.providers.aws.bench import Bench, Deployed

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
METADATA_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"


def vpc(bench: Bench, name: str, **more: Any) -> Deployed:
    tags = {"Name": name, "stack": "ec2"}
    return bench.deploy(VPC, name, cidrBlock="10.0.0.0/16", tags=tags, **more)


def subnet(bench: Bench, network: Deployed, cidr: str = "10.0.0.0/20", zone: str = "us-east-1a") -> Deployed:
    return bench.deploy(SUBNET, vpcId=network.id, cidrBlock=cidr, availabilityZone=zone, tags={"Name": cidr})


def test_vpc_lives(bench: Bench) -> None:
    inputs = {"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": True, "tags": {"Name": "lives", "stack": "ec2"}}
    changes = {
        "enableDnsHostnames": None,
        "enableDnsSupport": False,
        "enableNetworkAddressUsageMetrics": True,
        "tags": {"Name": "lives", "stack": "ec2", "more": "yes"},
    }
    bench.lives(VPC, inputs, changes)


def test_vpc_tells_what_aws_makes_with_it(bench: Bench) -> None:
    made = vpc(bench, "with")
    ec2 = bench.boto("ec2")
    groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [made.id]}])["SecurityGroups"]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [made.id]}])["RouteTables"]
    assert made.outputs["defaultSecurityGroupId"] == groups[0]["GroupId"]
    assert made.outputs["mainRouteTableId"] == tables[0]["RouteTableId"]
    assert made.outputs["defaultNetworkAclId"].startswith("acl-")
    assert made.outputs["arn"] == f"arn:aws:ec2:us-east-1:123456789012:vpc/{made.id}"


def test_preview_of_a_change_keeps_what_is_known_of_a_vpc(bench: Bench) -> None:
    made = vpc(bench, "kept")
    previewed = bench.provider.preview(made.resource, {**made.inputs, "enableDnsSupport": False}, made.outputs)
    assert previewed["defaultSecurityGroupId"] == made.outputs["defaultSecurityGroupId"]


def test_dns_switched_off_out_of_band_is_drift(bench: Bench) -> None:
    made = vpc(bench, "dns")
    bench.boto("ec2").modify_vpc_attribute(VpcId=made.id, EnableDnsSupport={"Value": False})
    assert made.drift() == ["enableDnsSupport"]


def test_tags_changed_out_of_band_are_drift(bench: Bench) -> None:
    made = vpc(bench, "tagged")
    bench.boto("ec2").create_tags(Resources=[made.id], Tags=[{"Key": "stack", "Value": "other"}])
    assert made.drift() == ["tags"]


def test_vpc_without_tags_is_not_taken_for_another(bench: Bench) -> None:
    made = bench.deploy(VPC, "nameless", cidrBlock="10.2.0.0/16")
    assert made.found() is None


def test_newest_of_two_alike_is_what_an_interrupted_replacement_left(bench: Bench) -> None:
    vpc(bench, "twice")
    newer = vpc(bench, "twice")
    assert newer.found() == newer.id


def test_address_pools_are_told_not_dropped(bench: Bench) -> None:
    checked = bench.provider.check(bench.resource(VPC), {}, {"ipv4IpamPoolId": "ipam-pool-1"})
    assert (checked["ipv4IpamPoolId"], checked[UNSENT]) == ("ipam-pool-1", ["ipv4IpamPoolId"])


def test_another_block_is_another_vpc(bench: Bench) -> None:
    made = vpc(bench, "block")
    assert list(made.diff(cidrBlock="10.3.0.0/16").replaces) == ["cidrBlock"]


def test_subnet_lives(bench: Bench) -> None:
    network = vpc(bench, "subnets")
    inputs = {
        "vpcId": network.id,
        "cidrBlock": "10.0.16.0/20",
        "availabilityZone": "us-east-1b",
        "mapPublicIpOnLaunch": False,
        "tags": {"Name": "private"},
    }
    bench.lives(SUBNET, inputs, {"mapPublicIpOnLaunch": True, "tags": {"Name": "public"}})


def test_public_addresses_switched_on_out_of_band_are_drift(bench: Bench) -> None:
    made = subnet(bench, vpc(bench, "public"))
    bench.boto("ec2").modify_subnet_attribute(SubnetId=made.id, MapPublicIpOnLaunch={"Value": True})
    assert made.drift() == ["mapPublicIpOnLaunch"]


def test_subnet_is_found_without_tags(bench: Bench) -> None:
    network = vpc(bench, "plain")
    made = bench.deploy(SUBNET, vpcId=network.id, cidrBlock="10.0.32.0/20")
    assert made.found() == made.id


def test_metadata_defaults_are_only_recorded(bench: Bench) -> None:
    made = bench.deploy(METADATA_DEFAULTS, httpTokens="required", httpPutResponseHopLimit=1)
    assert made.id == "us-east-1"
    assert bench.provider.fidelity(METADATA_DEFAULTS) == "recorded"
    assert bench.provider.fidelity(VPC) == "real"
