from typing import Any

from tests.sandbox.providers.aws.bench import OTHER_POLICY, POLICY, Bench
from tests.sandbox.providers.aws.test_ec2 import subnet, vpc
from tests.sandbox.providers.aws.test_ec2_routing import table
from tests.sandbox.providers.aws.test_ec2_security_groups import group

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
ROLE = "arn:aws:iam::123456789012:role/flow-logs"


def interface(bench: Bench, name: str) -> dict[str, Any]:
    network = vpc(bench, name)
    return {
        "vpcId": network.id,
        "serviceName": "com.amazonaws.us-east-1.kms",
        "vpcEndpointType": "Interface",
        "subnetIds": [subnet(bench, network).id],
        "securityGroupIds": [group(bench, f"{name}-group").id],
        "privateDnsEnabled": True,
        "policy": POLICY,
        "tags": {"Name": name},
    }


def test_interface_endpoint_lives(bench: Bench) -> None:
    inputs = interface(bench, "interface")
    network = vpc(bench, "wider")
    changes = {
        "subnetIds": [*inputs["subnetIds"], subnet(bench, network, "10.0.16.0/20", "us-east-1b").id],
        "securityGroupIds": [group(bench, "other-group").id, *inputs["securityGroupIds"]],
        "policy": OTHER_POLICY,
        "tags": {"Name": "interface", "a": "b"},
    }
    bench.lives(ENDPOINT, inputs, changes)


def test_order_of_security_groups_is_no_drift(bench: Bench) -> None:
    inputs = interface(bench, "order")
    more = sorted([*inputs["securityGroupIds"], group(bench, "order-other").id])
    bench.deploy(ENDPOINT, **{**inputs, "securityGroupIds": more})
    bench.deploy(ENDPOINT, **{**inputs, "securityGroupIds": more[::-1]})


def test_policy_opened_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(ENDPOINT, **interface(bench, "opened-policy"))
    bench.boto("ec2").modify_vpc_endpoint(VpcEndpointId=made.id, PolicyDocument=OTHER_POLICY)
    assert made.drift() == ["policy"]


def test_gateway_endpoint_lives_and_leads_its_tables(bench: Bench) -> None:
    network = vpc(bench, "gateway-endpoint")
    first, second = table(bench, network, "first"), table(bench, network, "second")
    inputs = {
        "vpcId": network.id,
        "serviceName": "com.amazonaws.us-east-1.s3",
        "routeTableIds": [first.id],
        "policy": POLICY,
        "tags": {"Name": "s3"},
    }
    deployed = bench.deploy(ENDPOINT, **inputs)
    deployed.update(routeTableIds=[second.id])

    def leads(table_id: str) -> bool:
        routes = bench.boto("ec2").describe_route_tables(RouteTableIds=[table_id])["RouteTables"][0]["Routes"]
        return any(route.get("GatewayId") == deployed.id for route in routes)

    assert leads(second.id)
    assert not leads(first.id)
    deployed.delete()
    assert deployed.read() is None
    assert not leads(second.id)


def test_flow_log_lives(bench: Bench) -> None:
    bench.boto("logs").create_log_group(logGroupName="flow")
    inputs = {
        "vpcId": vpc(bench, "flow").id,
        "trafficType": "ALL",
        "logDestinationType": "cloud-watch-logs",
        "logDestination": "arn:aws:logs:us-east-1:123456789012:log-group:flow",
        "iamRoleArn": ROLE,
        "maxAggregationInterval": 60,
        "tags": {"Name": "flow"},
    }
    bench.lives(FLOW_LOG, inputs, {"tags": {"Name": "flow", "a": "b"}})


def test_flow_log_records_what_is_declared(bench: Bench) -> None:
    bench.boto("logs").create_log_group(logGroupName="declared")
    made = bench.deploy(
        FLOW_LOG,
        vpcId=vpc(bench, "declared").id,
        trafficType="REJECT",
        logDestination="arn:aws:logs:us-east-1:123456789012:log-group:declared",
        iamRoleArn=ROLE,
    )
    found = bench.boto("ec2").describe_flow_logs(FlowLogIds=[made.id])["FlowLogs"][0]
    assert (found["ResourceId"], found["TrafficType"]) == (made.inputs["vpcId"], "REJECT")
    assert list(made.diff(trafficType="ALL").replaces) == ["trafficType"]
