"""Which alarm watches what: by the dimension that CloudWatch tells each service's parts apart by.

Each service's user guide, "Monitoring with Amazon CloudWatch", names its dimensions.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Set

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, known
from policies.model import Resource
from policies.read import items, value
from policies.rules.stack._regions import NoRegionError

DIMENSIONS = {
    "aws:acm/certificate:Certificate": ("CertificateArn", "arn"),
    "aws:apigateway/restApi:RestApi": ("ApiName", "name"),
    "aws:apigatewayv2/api:Api": ("ApiId", "id"),
    "aws:appsync/graphQLApi:GraphQLApi": ("GraphQLAPIId", "id"),
    "aws:backup/vault:Vault": ("BackupVaultName", "name"),
    "aws:cloudfront/distribution:Distribution": ("DistributionId", "id"),
    "aws:cloudhsmv2/cluster:Cluster": ("ClusterId", "id"),
    "aws:docdb/cluster:Cluster": ("DBClusterIdentifier", "clusterIdentifier"),
    "aws:dsql/cluster:Cluster": ("ResourceId", "identifier"),
    "aws:dynamodb/table:Table": ("TableName", "name"),
    "aws:ec2/natGateway:NatGateway": ("NatGatewayId", "id"),
    "aws:ec2/vpnConnection:VpnConnection": ("VpnId", "id"),
    "aws:ec2transitgateway/transitGateway:TransitGateway": ("TransitGateway", "id"),
    "aws:ecs/service:Service": ("ServiceName", "name"),
    "aws:efs/fileSystem:FileSystem": ("FileSystemId", "id"),
    "aws:eks/cluster:Cluster": ("ClusterName", "name"),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("ReplicationGroupId", "replicationGroupId"),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ("DeliveryStreamName", "name"),
    "aws:kinesis/stream:Stream": ("StreamName", "name"),
    "aws:lambda/function:Function": ("FunctionName", "name"),
    "aws:lb/loadBalancer:LoadBalancer": ("LoadBalancer", "arnSuffix"),
    "aws:memorydb/cluster:Cluster": ("ClusterName", "name"),
    "aws:mq/broker:Broker": ("Broker", "brokerName"),
    "aws:msk/cluster:Cluster": ("Cluster Name", "clusterName"),
    "aws:neptune/cluster:Cluster": ("DBClusterIdentifier", "clusterIdentifier"),
    "aws:networkfirewall/firewall:Firewall": ("FirewallName", "name"),
    "aws:opensearch/domain:Domain": ("DomainName", "domainName"),
    "aws:rds/cluster:Cluster": ("DBClusterIdentifier", "clusterIdentifier"),
    "aws:rds/instance:Instance": ("DBInstanceIdentifier", "identifier"),
    "aws:rds/proxy:Proxy": ("ProxyName", "name"),
    "aws:redshift/cluster:Cluster": ("ClusterIdentifier", "clusterIdentifier"),
    "aws:route53/healthCheck:HealthCheck": ("HealthCheckId", "id"),
    "aws:sfn/stateMachine:StateMachine": ("StateMachineArn", "arn"),
    "aws:sqs/queue:Queue": ("QueueName", "name"),
    "aws:wafv2/webAcl:WebAcl": ("WebACL", "name"),
}
"""Types that carry traffic or hold data, the dimension of their metrics, and the property that it holds."""
SERVICES = frozenset(DIMENSIONS)
ALARM, COMPOSITE = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"
NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications"
_CHILD = re.compile(r'ALARM\("?([^")]+)"?\)')


def watched(graph: Graph) -> Set[str]:
    """Return the URNs of the services that an alarm watches which tells somebody."""
    found = set(graph.referred("backupVaultName", by=(NOTIFICATIONS,), to=SERVICES))
    by_dimension: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for service in graph.of(SERVICES):
        dimension, prop = DIMENSIONS[service.type]
        by_dimension[dimension, str(known(service.props, prop))].append(service)
    unplaced: dict[str, tuple[Resource, Resource]] = {}
    for alarm in _telling(graph):
        region = known(alarm.props, "region")
        for prop, dimension, text in _dimensions(graph, alarm):
            origins = graph.origins(alarm, prop, SERVICES)
            found.update(each.urn for each in origins if DIMENSIONS[each.type][0] == dimension)
            named = by_dimension.get((dimension, text), ())
            found.update(each.urn for each in named if region and value(each.props, "region") in (None, region))
            unplaced.update((each.urn, (each, alarm)) for each in named if not region)
    for urn, (service, alarm) in unplaced.items():
        if urn not in found:
            graph.pass_over(service, NoRegionError(alarm))
    return found


def _telling(graph: Graph) -> Iterator[Resource]:
    """Yield the metric alarms that tell somebody, themselves or by an alarm made of them."""
    named: set[tuple[str, str]] = set()
    linked: set[str] = set()
    for composite in graph.of((COMPOSITE,)):
        if _acts(composite):
            region = value(composite.props, "region")
            named.update((region, name) for name in _CHILD.findall(str(known(composite.props, "alarmRule"))))
            linked.update(child.urn for child in graph.targets(composite, "alarmRule", frozenset({ALARM})))
    for alarm in graph.of((ALARM,)):
        identity = (value(alarm.props, "region"), known(alarm.props, "name"))
        if _acts(alarm) or identity in named or alarm.urn in linked:
            yield alarm


def _acts(alarm: Resource) -> bool:
    return value(alarm.props, "actionsEnabled", True) is True and bool(len(items(alarm.props, "alarmActions")))


def _dimensions(graph: Graph, alarm: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield each dimension after the property that it is of, with its value if that is known."""
    metrics = [value(query, "metric") for query in items(alarm.props, "metricQueries")]
    blocks = [("dimensions", alarm.props), *(("metricQueries", metric) for metric in metrics)]
    for prop, block in blocks:
        for dimension in value(block, "dimensions", {}):
            text = ""
            try:
                text = str(value(block, "dimensions")[dimension])
            except UnknownValueError as error:
                if not graph.traced(alarm, prop):
                    graph.pass_over(alarm, error)
            yield prop, dimension, text
