from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import Bench

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
TAGS = {"stack": "edge"}


@pytest.fixture(scope="module")
def place(bench: Bench) -> dict[str, Any]:
    """A network to stand in: VPC, three subnets, two security groups, a certificate."""
    ec2 = bench.boto("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{index}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]
        for index, zone in enumerate("abc")
    ]
    groups = [ec2.create_security_group(GroupName=f"g{n}", Description="g", VpcId=vpc)["GroupId"] for n in range(2)]
    certificate = bench.boto("acm").request_certificate(DomainName="example.com")["CertificateArn"]
    return {
        "vpc": vpc,
        "subnets": [subnet["SubnetId"] for subnet in subnets],
        "groups": groups,
        "certificate": certificate,
    }


def balancer(place: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "loadBalancerType": "application",
        "internal": True,
        "subnets": place["subnets"][:2],
        "securityGroups": place["groups"][:1],
        "dropInvalidHeaderFields": True,
        "accessLogs": {"bucket": "balancer-logs", "enabled": True},
        "tags": TAGS,
        **more,
    }


def group(place: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "vpcId": place["vpc"],
        "targetType": "ip",
        "port": 8443,
        "protocol": "HTTPS",
        "healthCheck": {
            "protocol": "HTTP",
            "port": "15021",
            "path": "/healthz/ready",
            "matcher": "200",
            "interval": 10,
            "timeout": 5,
        },
        "tags": TAGS,
        **more,
    }


def listener(place: dict[str, Any], balancer_arn: str, group_arn: str) -> dict[str, Any]:
    return {
        "loadBalancerArn": balancer_arn,
        "port": 443,
        "protocol": "HTTPS",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "certificateArn": place["certificate"],
        "defaultActions": [{"type": "forward", "targetGroupArn": group_arn}],
        "tags": TAGS,
    }


def test_balancer_lives(bench: Bench, place: dict[str, Any]) -> None:
    changes = {
        "subnets": place["subnets"],
        "securityGroups": place["groups"],
        "dropInvalidHeaderFields": False,
        "accessLogs": {"bucket": "balancer-logs", "enabled": True, "prefix": "edge"},
        "tags": {"stack": "other"},
    }
    bench.lives(BALANCER, balancer(place, "lives"), changes)


def test_balancer_is_internal_and_protected_as_declared(bench: Bench, place: dict[str, Any]) -> None:
    made = bench.deploy(BALANCER, **balancer(place, "declared", enableDeletionProtection=True))
    elb = bench.boto("elbv2")
    found = elb.describe_load_balancers(LoadBalancerArns=[made.id])["LoadBalancers"][0]
    assert found["Scheme"] == "internal"
    assert found["SecurityGroups"] == place["groups"][:1]
    assert made.outputs["dnsName"] == found["DNSName"]
    assert made.outputs["arnSuffix"] == made.id.split("loadbalancer/")[1]
    told = elb.describe_load_balancer_attributes(LoadBalancerArn=made.id)["Attributes"]
    attributes = {pair["Key"]: pair["Value"] for pair in told}
    assert attributes["deletion_protection.enabled"] == "true"
    assert attributes["routing.http.drop_invalid_header_fields.enabled"] == "true"
    assert attributes["access_logs.s3.bucket"] == "balancer-logs"


def test_protection_lifted_out_of_band_is_drift(bench: Bench, place: dict[str, Any]) -> None:
    made = bench.deploy(BALANCER, **balancer(place, "lifted", enableDeletionProtection=True))
    attributes = [{"Key": "deletion_protection.enabled", "Value": "false"}]
    bench.boto("elbv2").modify_load_balancer_attributes(LoadBalancerArn=made.id, Attributes=attributes)
    assert made.drift() == ["enableDeletionProtection"]


def test_target_group_lives(bench: Bench, place: dict[str, Any]) -> None:
    inputs = group(place, "lives")
    bench.lives(GROUP, inputs, {"healthCheck": {**inputs["healthCheck"], "path": "/ready", "interval": 30}})


def test_target_group_checks_health_as_declared(bench: Bench, place: dict[str, Any]) -> None:
    made = bench.deploy(GROUP, **group(place, "declared"))
    found = bench.boto("elbv2").describe_target_groups(TargetGroupArns=[made.id])["TargetGroups"][0]
    assert (found["HealthCheckProtocol"], found["HealthCheckPort"]) == ("HTTP", "15021")
    assert (found["HealthCheckPath"], found["HealthCheckIntervalSeconds"]) == ("/healthz/ready", 10)
    assert found["Matcher"] == {"HttpCode": "200"}
    assert made.outputs["arnSuffix"] == made.id[made.id.index("targetgroup/") :]
    assert made.diff(port=443, protocol="HTTP").replaces == ["port", "protocol"]


def test_listener_and_rule_live(bench: Bench, place: dict[str, Any]) -> None:
    balancer_arn = bench.deploy(BALANCER, **balancer(place, "listened")).id
    one, other = (bench.deploy(GROUP, **group(place, name)).id for name in ("one", "other"))
    inputs = listener(place, balancer_arn, one)
    bench.lives(LISTENER, inputs, {"defaultActions": [{"type": "forward", "targetGroupArn": other}]})
    made = bench.deploy(LISTENER, **inputs)
    found = bench.boto("elbv2").describe_listeners(ListenerArns=[made.id])["Listeners"][0]
    assert found["SslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert found["Certificates"][0]["CertificateArn"] == place["certificate"]
    rule = {
        "listenerArn": made.id,
        "priority": 1,
        "conditions": [{"pathPattern": {"values": ["/healthz/ready"]}}],
        "actions": [{"type": "forward", "targetGroupArn": other}],
        "tags": TAGS,
    }
    bench.lives(RULE, rule, {"priority": 2, "conditions": [{"pathPattern": {"values": ["/ready"]}}]})
    kept = bench.deploy(RULE, **rule)
    told = bench.boto("elbv2").describe_rules(RuleArns=[kept.id])["Rules"][0]
    assert told["Conditions"][0]["PathPatternConfig"]["Values"] == ["/healthz/ready"]
    assert told["Actions"][0]["TargetGroupArn"] == other
