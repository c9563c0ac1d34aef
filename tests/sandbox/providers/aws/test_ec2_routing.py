from tests.sandbox.providers.aws.bench import Bench, Deployed
from tests.sandbox.providers.aws.test_ec2 import subnet, vpc
from tests.sandbox.providers.aws.test_ec2_gateways import INTERNET_GATEWAY

TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ANYWHERE = "0.0.0.0/0"


def table(bench: Bench, network: Deployed, name: str) -> Deployed:
    return bench.deploy(TABLE, vpcId=network.id, tags={"Name": name})


def gateway(bench: Bench, network: Deployed) -> Deployed:
    return bench.deploy(INTERNET_GATEWAY, vpcId=network.id, tags={"Name": network.id})


def test_route_table_lives(bench: Bench) -> None:
    inputs = {"vpcId": vpc(bench, "tables").id, "tags": {"Name": "table"}}
    bench.lives(TABLE, inputs, {"tags": {"Name": "table", "a": "b"}})


def test_route_lives(bench: Bench) -> None:
    network = vpc(bench, "routes")
    endpoint = bench.boto("ec2").create_vpc_endpoint(
        VpcId=network.id, ServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-1", VpcEndpointType="GatewayLoadBalancer"
    )
    inputs = {
        "routeTableId": table(bench, network, "routes").id,
        "destinationCidrBlock": ANYWHERE,
        "gatewayId": gateway(bench, network).id,
    }
    changes = {"gatewayId": None, "vpcEndpointId": endpoint["VpcEndpoint"]["VpcEndpointId"]}
    bench.lives(ROUTE, inputs, changes)


def test_route_has_the_id_that_the_stock_provider_gives_it(bench: Bench) -> None:
    network = vpc(bench, "ids")
    tables = table(bench, network, "ids")
    made = bench.deploy(
        ROUTE, routeTableId=tables.id, destinationCidrBlock=ANYWHERE, gatewayId=gateway(bench, network).id
    )
    assert made.id == f"r-{tables.id}1080289494"


def test_route_led_elsewhere_out_of_band_is_drift(bench: Bench) -> None:
    network = vpc(bench, "led")
    tables = table(bench, network, "led")
    made = bench.deploy(
        ROUTE, routeTableId=tables.id, destinationCidrBlock="10.9.0.0/16", gatewayId=gateway(bench, network).id
    )
    gateway_id = bench.boto("ec2").create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    bench.boto("ec2").replace_route(
        RouteTableId=tables.id, DestinationCidrBlock="10.9.0.0/16", TransitGatewayId=gateway_id
    )
    assert made.drift() == ["gatewayId"]


def test_another_destination_is_another_route(bench: Bench) -> None:
    network = vpc(bench, "other")
    tables = table(bench, network, "other")
    made = bench.deploy(
        ROUTE, routeTableId=tables.id, destinationCidrBlock=ANYWHERE, gatewayId=gateway(bench, network).id
    )
    diff = made.diff(destinationCidrBlock="10.0.0.0/8")
    assert list(diff.replaces) == ["destinationCidrBlock"]
    assert not made.collides(destinationCidrBlock="10.0.0.0/8")


def test_association_of_a_subnet_lives(bench: Bench) -> None:
    network = vpc(bench, "associated")
    inputs = {"routeTableId": table(bench, network, "one").id, "subnetId": subnet(bench, network).id}
    deployed = bench.deploy(ASSOCIATION, **inputs)
    other = table(bench, network, "two")
    assert list(deployed.update(routeTableId=other.id).changed) == ["routeTableId"]
    assert deployed.drift() == []
    found = bench.boto("ec2").describe_route_tables(RouteTableIds=[other.id])["RouteTables"][0]
    assert [one["SubnetId"] for one in found["Associations"]] == [inputs["subnetId"]]
    assert deployed.found() == found["Associations"][0]["RouteTableAssociationId"]
    deployed.delete()
    assert deployed.read() is None
    assert deployed.found() is None
    deployed.delete()


def test_association_of_a_gateway_lives(bench: Bench) -> None:
    network = vpc(bench, "inward")
    inputs = {"routeTableId": table(bench, network, "inward").id, "gatewayId": gateway(bench, network).id}
    bench.lives(ASSOCIATION, inputs, {})


def test_association_moved_out_of_band_is_drift(bench: Bench) -> None:
    network = vpc(bench, "moved")
    made = bench.deploy(ASSOCIATION, routeTableId=table(bench, network, "from").id, subnetId=subnet(bench, network).id)
    ec2 = bench.boto("ec2")
    ec2.replace_route_table_association(AssociationId=made.id, RouteTableId=table(bench, network, "to").id)
    assert made.drift() == ["routeTableId"]
