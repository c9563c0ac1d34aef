"""Which meters run for which properties."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from ops.cost.databases import vcpus
from ops.cost.metering import metered
from policies.model import Resource
from policies.unknown import UNKNOWN
from tests.policies.schema import inputs

INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
TARGET = "aws:rds/proxyTarget:ProxyTarget"
CASES: Sequence[tuple[str, Mapping[str, Any], Mapping[str, int]]] = [
    ("aws:ec2/natGateway:NatGateway", {}, {"nat-gateway": 1}),
    (
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"vpcEndpointType": "Interface", "subnetIds": [UNKNOWN] * 3},
        {"interface-endpoint": 3},
    ),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcEndpointType": "Gateway"}, {}),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {}, {}),
    (
        "aws:eks/nodeGroup:NodeGroup",
        {"instanceTypes": ["m7g.large"], "scalingConfig": {"desiredSize": 3.0}},
        {"ec2/m7g.large": 3},
    ),
    (
        "aws:eks/nodeGroup:NodeGroup",
        {"instanceTypes": ["m7g.large"], "capacityType": "SPOT", "scalingConfig": {"desiredSize": 3}},
        {"ec2-spot/m7g.large": 3},
    ),
    (
        "aws:ebs/volume:Volume",
        {"type": "gp3", "size": 100, "iops": 4000, "throughput": 125},
        {"ebs/gp3": 100, "ebs/gp3-iops": 1000},
    ),
    ("aws:ebs/volume:Volume", {"size": 10}, {"ebs/gp2": 10}),
    ("aws:ebs/volume:Volume", {"type": "io1", "size": 10, "iops": 300}, {"ebs/io1": 10, "ebs/io1-iops": 300}),
    (INSTANCE, {"instanceClass": "db.r7g.large"}, {"aurora/db.r7g.large": 1}),
    (
        "aws:opensearch/domain:Domain",
        {
            "clusterConfig": {
                "instanceType": "r7g.large.search",
                "instanceCount": 3,
                "dedicatedMasterEnabled": True,
                "dedicatedMasterType": "m7g.large.search",
                "dedicatedMasterCount": 3,
                "warmEnabled": True,
                "warmType": "ultrawarm1.medium.search",
            },
            "ebsOptions": {"ebsEnabled": True, "volumeType": "gp3", "volumeSize": 100},
        },
        {
            "search/r7g.large.search": 3,
            "search/m7g.large.search": 3,
            "search/ultrawarm1.medium.search": 2,
            "search-storage/gp3": 300,
        },
    ),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", {"period": 60}, {"alarm-metric": 1}),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", {"period": 10}, {"alarm-metric/high-resolution": 1}),
    (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {"metricQueries": [{"metric": {"period": 60}}, {"metric": {"period": 300}}, {"expression": "a/b"}]},
        {"alarm-metric": 2},
    ),
    (
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {"metricQueries": [{"metric": {"period": 60}}], "thresholdMetricId": "band"},
        {"alarm-metric": 3},
    ),
    (
        "aws:route53/healthCheck:HealthCheck",
        {"type": "HTTPS_STR_MATCH", "requestInterval": 10, "measureLatency": True},
        {"health-check": 1, "health-check-feature": 4},
    ),
    ("aws:route53/healthCheck:HealthCheck", {"type": "TCP", "requestInterval": 30}, {"health-check": 1}),
    ("aws:kinesis/stream:Stream", {"shardCount": 4}, {"kinesis/shard": 4}),
    ("aws:kinesis/stream:Stream", {"streamModeDetails": {"streamMode": "ON_DEMAND"}}, {"kinesis/on-demand-stream": 1}),
    ("aws:dynamodb/table:Table", {"billingMode": "PAY_PER_REQUEST"}, {}),
    (
        "aws:dynamodb/table:Table",
        {"readCapacity": 5, "writeCapacity": 2, "globalSecondaryIndexes": [{"readCapacity": 1, "writeCapacity": 1}]},
        {"dynamodb/read-unit": 6, "dynamodb/write-unit": 3},
    ),
    ("aws:acmpca/certificateAuthority:CertificateAuthority", {}, {"private-authority": 1}),
    (
        "aws:acmpca/certificateAuthority:CertificateAuthority",
        {"usageMode": "SHORT_LIVED_CERTIFICATE"},
        {"private-authority/short-lived": 1},
    ),
    (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"nodeType": "cache.r7g.large", "numNodeGroups": 2, "replicasPerNodeGroup": 1},
        {"cache/cache.r7g.large": 4},
    ),
    (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"nodeType": "cache.r7g.large", "numCacheClusters": 3},
        {"cache/cache.r7g.large": 3},
    ),
    (
        "aws:msk/cluster:Cluster",
        {
            "numberOfBrokerNodes": 3,
            "brokerNodeGroupInfo": {
                "instanceType": "kafka.m7g.large",
                "storageInfo": {"ebsStorageInfo": {"volumeSize": 100}},
            },
        },
        {"kafka/kafka.m7g.large": 3, "kafka/storage": 300},
    ),
    ("aws:redshift/cluster:Cluster", {"nodeType": "ra3.xlplus", "numberOfNodes": 2}, {"redshift/ra3.xlplus": 2}),
    ("aws:networkfirewall/firewall:Firewall", {"subnetMappings": [{}, {}, {}]}, {"firewall-endpoint": 3}),
    ("aws:lb/loadBalancer:LoadBalancer", {"loadBalancerType": "network"}, {"load-balancer/network": 1}),
    ("aws:lb/loadBalancer:LoadBalancer", {}, {"load-balancer/application": 1}),
    ("aws:secretsmanager/secret:Secret", {"replicas": [{"region": "eu-west-1"}]}, {"secret": 2}),
    ("aws:wafv2/webAcl:WebAcl", {"rules": [{}, {}]}, {"web-acl": 1, "web-acl-rule": 2}),
    ("aws:rds/proxyEndpoint:ProxyEndpoint", {"vpcSubnetIds": ["a", "b"]}, {"interface-endpoint": 2}),
]


def resource(type_token: str, props: Mapping[str, Any], name: str = "it", **parts: Any) -> Resource:
    return Resource(type=type_token, urn=f"urn::{name}", name=name, props=props, **parts)


def counted(*resources: Resource) -> dict[str, dict[str, Decimal] | None]:
    return {
        urn: None if uses is None else {use.meter: use.units for use in uses}
        for urn, uses in metered(resources).items()
    }


@pytest.mark.parametrize(("type_token", "props", "expected"), CASES)
def test_properties_decide_what_is_metered(
    type_token: str, props: Mapping[str, Any], expected: Mapping[str, int]
) -> None:
    assert counted(resource(type_token, props)) == {"urn::it": expected}


def test_meters_read_properties_that_the_sdk_has() -> None:
    for type_token, props, _ in CASES:
        assert props.keys() <= inputs(type_token).keys(), type_token


@pytest.mark.parametrize(
    ("type_token", "props"),
    [
        (INSTANCE, {"instanceClass": UNKNOWN}),
        (INSTANCE, {}),
        ("aws:eks/nodeGroup:NodeGroup", {"instanceTypes": ["m7g.large"], "scalingConfig": {"desiredSize": UNKNOWN}}),
        ("aws:eks/nodeGroup:NodeGroup", {"scalingConfig": {"desiredSize": 3}}),
        ("aws:kinesis/stream:Stream", {"shardCount": "many"}),
        ("aws:ebs/volume:Volume", {"type": "gp3", "size": 10, "iops": [1]}),
        ("aws:ebs/volume:Volume", {"type": "no type, but a canary", "size": 10}),
        ("aws:ebs/volume:Volume", {"type": {"canary": 1}, "size": 10}),
        ("aws:route53/healthCheck:HealthCheck", {"type": {"canary": 1}}),
    ],
)
def test_what_is_not_known_has_no_count(type_token: str, props: Mapping[str, Any]) -> None:
    assert counted(resource(type_token, props)) == {"urn::it": None}


@pytest.mark.parametrize(
    ("props", "secrets"),
    [
        ({"instanceClass": "db.canary.large"}, [("instanceClass",)]),
        ({"instanceClass": "db.canary.large"}, [()]),
    ],
)
def test_a_secret_has_no_count_and_shows_nowhere(props: Mapping[str, Any], secrets: Sequence[tuple[str, ...]]) -> None:
    assert counted(resource(INSTANCE, props, secrets=secrets)) == {"urn::it": None}


def test_a_secret_in_a_list_has_no_count() -> None:
    props = {"instanceTypes": ["canary.large"], "scalingConfig": {"desiredSize": 1}}
    secret = resource("aws:eks/nodeGroup:NodeGroup", props, secrets=[("instanceTypes", 0)])
    assert counted(secret) == {"urn::it": None}


def test_types_without_meters_are_left_out() -> None:
    assert counted(resource("aws:iam/role:Role", {})) == {}


def member(name: str, instance_class: str, cluster: str = "urn::c", **parts: Any) -> Resource:
    return resource(
        INSTANCE,
        {"instanceClass": instance_class},
        name,
        property_dependencies={"clusterIdentifier": [cluster]},
        **parts,
    )


def target(cluster: str = "urn::c") -> Resource:
    return resource(TARGET, {}, "target", property_dependencies={"dbClusterIdentifier": [cluster]})


def test_a_proxy_is_metered_by_the_instances_behind_it() -> None:
    found = counted(
        target(), member("a", "db.r7g.large"), member("b", "db.r7g.2xlarge"), member("x", "db.r7g.large", "urn::d")
    )
    assert found["urn::target"] == {"proxy-vcpu": 10}


def test_a_proxy_before_what_is_not_known_has_no_count() -> None:
    assert counted(target())["urn::target"] is None
    assert counted(target(), member("a", "db.r7g.large"), member("b", "db.serverless"))["urn::target"] is None
    secret = member("a", "db.r7g.large", secrets=[("instanceClass",)])
    assert counted(target(), secret)["urn::target"] is None


@pytest.mark.parametrize(
    ("instance_class", "count"),
    [("db.t4g.medium", 2), ("db.r7g.large", 2), ("db.r7g.xlarge", 4), ("db.r7g.16xlarge", 64), ("db.serverless", None)],
)
def test_a_class_tells_its_vcpus(instance_class: str, count: int | None) -> None:
    assert vcpus(instance_class) == count
