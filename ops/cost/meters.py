"""Which meters run for a resource of each type, and how many units of each: a table of pure functions.

A meter is a name in `prices.yaml`, such as `ec2/t4g.large`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from policies.model import Props
from policies.read import items, value

HIGH_RESOLUTION_SECONDS = 60
"""Alarms on shorter periods are charged as high-resolution ones (Amazon CloudWatch Pricing, "Alarms")."""
GP3_IOPS, GP3_MBPS = 3000, 125
"""What a gp3 volume has without extra charge (Amazon EBS pricing)."""
FAST_INTERVAL_SECONDS = 10
"""An optional feature of a health check (Amazon Route 53 pricing, "Health Checks")."""


Counted = Iterable[tuple[str, Any]]
"""Meters and their units."""
Meter = Callable[[Props], Counted]


class Unmetered(Exception):  # noqa: N818 - an answer, not a fault
    """Raised where what is metered doesn't follow from the resource alone."""


def _named(props: Props, path: str) -> str:
    found = value(props, path)
    if not isinstance(found, str):
        raise Unmetered(path)
    return found


def _one(meter: str) -> Meter:
    return lambda _props: [(meter, 1)]


def _endpoint(props: Props) -> Counted:
    kind = value(props, "vpcEndpointType", "Gateway")
    if kind == "Interface":
        yield "interface-endpoint", len(items(props, "subnetIds")) or 1
    elif kind == "GatewayLoadBalancer":
        yield "gateway-load-balancer-endpoint", len(items(props, "subnetIds")) or 1


def _nodes(props: Props) -> Counted:
    """Autoscaling may move the number of nodes; counted is what the program asks for."""
    kind = "ec2-spot" if value(props, "capacityType") == "SPOT" else "ec2"
    types = items(props, "instanceTypes")
    if not types:
        raise Unmetered("instanceTypes")
    yield f"{kind}/{types[0]}", value(props, "scalingConfig.desiredSize", 0)


def _instance(props: Props) -> Counted:
    yield f"ec2/{_named(props, 'instanceType')}", 1


def _volume(props: Props) -> Counted:
    kind = value(props, "type", "gp2")
    yield f"ebs/{kind}", value(props, "size", 0)
    if kind == "gp3":
        yield "ebs/gp3-iops", max(value(props, "iops", 0) - GP3_IOPS, 0)
        yield "ebs/gp3-mbps", max(value(props, "throughput", 0) - GP3_MBPS, 0)
    elif kind in ("io1", "io2"):
        yield f"ebs/{kind}-iops", value(props, "iops", 0)


def _search(props: Props) -> Counted:
    data = value(props, "clusterConfig.instanceCount", 1)
    yield f"search/{value(props, 'clusterConfig.instanceType', 'm4.large.search')}", data
    if value(props, "clusterConfig.dedicatedMasterEnabled", False):
        masters = value(props, "clusterConfig.dedicatedMasterCount", 3)
        yield f"search/{_named(props, 'clusterConfig.dedicatedMasterType')}", masters
    if value(props, "clusterConfig.warmEnabled", False):
        yield f"search/{_named(props, 'clusterConfig.warmType')}", value(props, "clusterConfig.warmCount", 2)
    if value(props, "ebsOptions.ebsEnabled", False):
        yield (
            f"search-storage/{value(props, 'ebsOptions.volumeType', 'gp2')}",
            data * value(props, "ebsOptions.volumeSize", 0),
        )


def _alarm(props: Props) -> Counted:
    metrics = items(props, "metricQueries")
    periods = [value(each, "metric.period") for each in metrics if value(each, "metric")] or [value(props, "period", 0)]
    short = any(0 < (period or 0) < HIGH_RESOLUTION_SECONDS for period in periods)
    count = len(periods) + (2 if value(props, "thresholdMetricId") else 0)
    yield "alarm-metric/high-resolution" if short else "alarm-metric", count


def _health_check(props: Props) -> Counted:
    yield "health-check", 1
    kind = value(props, "type", "")
    features = (
        kind.startswith("HTTPS"),
        kind.endswith("STR_MATCH"),
        value(props, "requestInterval", 30) == FAST_INTERVAL_SECONDS,
        value(props, "measureLatency", False),
    )
    yield "health-check-feature", sum(map(bool, features))


def _stream(props: Props) -> Counted:
    if value(props, "streamModeDetails.streamMode") == "ON_DEMAND":
        yield "kinesis/on-demand-stream", 1
    else:
        yield "kinesis/shard", value(props, "shardCount", 1)


def _table(props: Props) -> Counted:
    if value(props, "billingMode", "PROVISIONED") == "PROVISIONED":
        for block in (props, *items(props, "globalSecondaryIndexes")):
            yield "dynamodb/read-unit", value(block, "readCapacity", 0)
            yield "dynamodb/write-unit", value(block, "writeCapacity", 0)


def _authority(props: Props) -> Counted:
    short = value(props, "usageMode", "GENERAL_PURPOSE") == "SHORT_LIVED_CERTIFICATE"
    yield "private-authority/short-lived" if short else "private-authority", 1


def _replication_group(props: Props) -> Counted:
    shards = value(props, "numNodeGroups") or 1
    nodes = value(props, "numCacheClusters") or shards * (1 + (value(props, "replicasPerNodeGroup") or 0))
    yield f"cache/{_named(props, 'nodeType')}", nodes


def _brokers(props: Props) -> Counted:
    count = value(props, "numberOfBrokerNodes", 1)
    yield f"kafka/{_named(props, 'brokerNodeGroupInfo.instanceType')}", count
    yield (
        "kafka/storage",
        count * value(props, "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize", 0),
    )


METERS: Mapping[str, Meter] = {
    "aws:acmpca/certificateAuthority:CertificateAuthority": _authority,
    "aws:cloudhsmv2/hsm:Hsm": _one("hsm"),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _one("composite-alarm"),
    "aws:cloudwatch/dashboard:Dashboard": _one("dashboard"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
    "aws:dynamodb/table:Table": _table,
    "aws:ebs/volume:Volume": _volume,
    "aws:ec2/eip:Eip": _one("public-address"),
    "aws:ec2/instance:Instance": _instance,
    "aws:ec2/natGateway:NatGateway": _one("nat-gateway"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _endpoint,
    "aws:ec2/vpnConnection:VpnConnection": _one("vpn-connection"),
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": _one("transit-gateway-attachment"),
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": _one("transit-gateway-attachment"),
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": _one("transit-gateway-attachment"),
    "aws:eks/cluster:Cluster": _one("eks-cluster"),
    "aws:eks/nodeGroup:NodeGroup": _nodes,
    "aws:elasticache/replicationGroup:ReplicationGroup": _replication_group,
    "aws:globalaccelerator/accelerator:Accelerator": _one("accelerator"),
    "aws:kinesis/stream:Stream": _stream,
    "aws:kms/externalKey:ExternalKey": _one("kms-key"),
    "aws:kms/key:Key": _one("kms-key"),
    "aws:kms/replicaKey:ReplicaKey": _one("kms-key"),
    "aws:lb/loadBalancer:LoadBalancer": lambda props: [
        (f"load-balancer/{value(props, 'loadBalancerType', 'application')}", 1)
    ],
    "aws:msk/cluster:Cluster": _brokers,
    "aws:networkfirewall/firewall:Firewall": lambda props: [
        ("firewall-endpoint", len(items(props, "subnetMappings")) or 1)
    ],
    "aws:opensearch/domain:Domain": _search,
    "aws:rds/clusterInstance:ClusterInstance": lambda props: [(f"aurora/{_named(props, 'instanceClass')}", 1)],
    "aws:rds/proxyEndpoint:ProxyEndpoint": lambda props: [("interface-endpoint", len(items(props, "vpcSubnetIds")))],
    "aws:redshift/cluster:Cluster": lambda props: [
        (f"redshift/{_named(props, 'nodeType')}", value(props, "numberOfNodes", 1))
    ],
    "aws:route53/healthCheck:HealthCheck": _health_check,
    "aws:route53/zone:Zone": _one("hosted-zone"),
    "aws:secretsmanager/secret:Secret": lambda props: [("secret", 1 + len(items(props, "replicas")))],
    "aws:wafv2/webAcl:WebAcl": lambda props: [("web-acl", 1), ("web-acl-rule", len(items(props, "rules")))],
}
"""By type. An endpoint of a proxy is one of PrivateLink's (Amazon RDS Proxy Pricing); proxies themselves are metered by
the instances behind them (`databases.py`).
"""
