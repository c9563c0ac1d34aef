from tests.sandbox.providers.aws.bench import Bench
from tests.sandbox.providers.aws.test_ec2 import subnet, vpc

INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"
ADDRESS = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"


def test_internet_gateway_lives(bench: Bench) -> None:
    inputs = {"vpcId": vpc(bench, "first").id, "tags": {"Name": "gateway"}}
    bench.lives(INTERNET_GATEWAY, inputs, {"vpcId": vpc(bench, "second").id, "tags": {"Name": "gateway", "a": "b"}})


def test_internet_gateway_detached_out_of_band_is_drift(bench: Bench) -> None:
    network = vpc(bench, "detached")
    made = bench.deploy(INTERNET_GATEWAY, vpcId=network.id, tags={"Name": "detached"})
    bench.boto("ec2").detach_internet_gateway(InternetGatewayId=made.id, VpcId=network.id)
    assert made.drift() == ["vpcId"]


def test_address_lives(bench: Bench) -> None:
    bench.lives(ADDRESS, {"domain": "vpc", "tags": {"Name": "address"}}, {"tags": {"Name": "address", "a": "b"}})


def test_nat_gateway_lives(bench: Bench) -> None:
    address = bench.deploy(ADDRESS, domain="vpc", tags={"Name": "for-nat"})
    inputs = {
        "allocationId": address.outputs["allocationId"],
        "subnetId": subnet(bench, vpc(bench, "nat")).id,
        "tags": {"Name": "nat"},
    }
    bench.lives(NAT, inputs, {"tags": {"Name": "nat", "a": "b"}})


def test_a_nat_gateway_gives_its_address_to_its_successor(bench: Bench) -> None:
    address = bench.deploy(ADDRESS, domain="vpc", tags={"Name": "handed-on"})
    inside = subnet(bench, vpc(bench, "handed-on")).id
    bench.deploy(NAT, allocationId=address.id, subnetId=inside).delete()
    assert (
        bench.deploy(NAT, allocationId=address.id, subnetId=inside).outputs["publicIp"] == address.outputs["publicIp"]
    )


def test_nat_gateway_calls_from_its_address(bench: Bench) -> None:
    address = bench.deploy(ADDRESS, domain="vpc", tags={"Name": "calls"})
    made = bench.deploy(NAT, allocationId=address.id, subnetId=subnet(bench, vpc(bench, "calls")).id)
    assert made.outputs["publicIp"] == address.outputs["publicIp"]
    assert list(made.diff(allocationId="eipalloc-1").replaces) == ["allocationId"]
