from typing import Any

from tests.sandbox.providers.aws.bench import Bench, Deployed
from tests.sandbox.providers.aws.test_ec2 import subnet, vpc
from tests.sandbox.providers.aws.test_ec2_routing import ROUTE, table

FIREWALL = "aws:networkfirewall/firewall:Firewall"
POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
RULES = "aws:networkfirewall/ruleGroup:RuleGroup"
ARN = "arn:aws:network-firewall:us-east-1:123456789012"


def firewall(network: Deployed, name: str, *subnets: Deployed, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "vpcId": network.id,
        "firewallPolicyArn": f"{ARN}:firewall-policy/egress",
        "subnetMappings": [{"subnetId": one.id} for one in subnets],
        "deleteProtection": True,
        "tags": {"Name": name},
        **more,
    }


def endpoints(made: Deployed) -> dict[str, str]:
    states = made.outputs["firewallStatuses"][0]["syncStates"]
    return {one["attachments"][0]["subnetId"]: one["attachments"][0]["endpointId"] for one in states}


def test_firewall_lives(bench: Bench) -> None:
    network = vpc(bench, "firewall")
    first = subnet(bench, network)
    second = subnet(bench, network, "10.0.16.0/20", "us-east-1b")
    changes = {"subnetMappings": [{"subnetId": second.id}, {"subnetId": first.id}]}
    bench.lives(FIREWALL, firewall(network, "lives", first), changes)


def test_traffic_can_be_led_to_each_zones_endpoint(bench: Bench) -> None:
    network = vpc(bench, "led-through")
    inside = subnet(bench, network)
    made = bench.deploy(FIREWALL, **firewall(network, "led-through", inside))
    bench.deploy(
        ROUTE,
        routeTableId=table(bench, network, "through").id,
        destinationCidrBlock="0.0.0.0/0",
        vpcEndpointId=endpoints(made)[inside.id],
    )
    assert made.outputs["firewallStatuses"][0]["syncStates"][0]["availabilityZone"] == "us-east-1a"


def test_firewall_that_lost_a_zone_is_drift_and_mended(bench: Bench) -> None:
    network = vpc(bench, "lost-zone")
    first = subnet(bench, network)
    second = subnet(bench, network, "10.0.16.0/20", "us-east-1b")
    made = bench.deploy(FIREWALL, **firewall(network, "lost-zone", first, second))
    kept = endpoints(made)[first.id]
    bench.boto("ec2").delete_vpc_endpoints(VpcEndpointIds=[endpoints(made)[second.id]])
    assert made.drift() == ["subnetMappings"]
    live = made.read()
    assert live is not None
    made.inputs, made.outputs = live.inputs, live.outputs
    made.update(subnetMappings=[{"subnetId": first.id}, {"subnetId": second.id}])
    assert endpoints(made)[first.id] == kept
    assert endpoints(made).keys() == {first.id, second.id}


def test_policies_and_rules_are_only_recorded(bench: Bench) -> None:
    rules = bench.deploy(RULES, name="domains", type="STATEFUL", capacity=100)
    policy = bench.deploy(POLICY, name="egress", firewallPolicy={"statelessDefaultActions": ["aws:forward_to_sfe"]})
    assert rules.outputs["arn"] == f"{ARN}:stateful-rulegroup/domains"
    assert policy.outputs["arn"] == f"{ARN}:firewall-policy/egress"
    assert bench.provider.fidelity(FIREWALL) == "partial"
    assert bench.provider.fidelity(POLICY) == bench.provider.fidelity(RULES) == "recorded"
