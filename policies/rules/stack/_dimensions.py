"""By which dimensions CloudWatch tells each service's parts apart, and which an alarm's metrics have.

Each service's user guide, "Monitoring with Amazon CloudWatch", names its dimensions.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from pulumi_policy.proxy import UnknownValueError

from policies.model import Resource
from policies.read import items, value
from policies.references import tried

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


class Dimension(NamedTuple):
    """A dimension of an alarm's metric."""

    prop: str
    """The alarm's property that it stands in."""
    name: str | None
    """None where the dimensions aren't known."""
    text: str
    error: UnknownValueError | None
    """Why its value isn't known."""


def dimensions(alarm: Resource) -> Iterator[Dimension]:
    """Yield the dimensions of the metrics of *alarm*."""
    queries = items(alarm.props, "metricQueries")
    count, error = tried(partial(len, queries))
    if error:
        yield Dimension("metricQueries", None, "", error)
    blocks = [("dimensions", partial(value, alarm.props, "dimensions", {}))]
    blocks += [("metricQueries", partial(_of_metric, queries, index)) for index in range(count or 0)]
    for prop, ask in blocks:
        given, error = tried(ask)
        if error:
            yield Dimension(prop, None, "", error)
        for name in given or ():
            text, error = tried(partial(_text, given, name))
            yield Dimension(prop, name, text or "", error)


def _of_metric(queries: Sequence[Any], index: int) -> Any:
    return value(queries[index], "metric.dimensions", {})


def _text(given: Any, name: str) -> str:
    return str(given[name])
