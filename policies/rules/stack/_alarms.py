"""Which alarm watches what: by the dimension that CloudWatch tells each service's parts apart by.

Each service's user guide, "Monitoring with Amazon CloudWatch", names its dimensions.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from pulumi_policy.proxy import UnknownValueError

from policies.answers import any_holds
from policies.graph import Graph, known
from policies.model import Resource
from policies.read import items, value
from policies.references import Referrers, tried
from policies.rules.stack._filters import ALARM, acts
from policies.rules.stack._regions import region_of

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
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications"
_CHILD = re.compile(r'ALARM\("?([^")]+)"?\)')


class Watches:
    """Which alarm watches which service."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._notified = graph.referrers("backupVaultName", by=(NOTIFICATIONS,), to=SERVICES)
        self._above = _composites(graph)
        self._named: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        for service in graph.of(SERVICES):
            dimension, prop = DIMENSIONS[service.type]
            self._named[dimension, str(known(service.props, prop))].append(service)
        self._alarms = {dimension: Referrers() for dimension, _ in DIMENSIONS.values()}
        for alarm in graph.of((ALARM,)):
            for given in _dimensions(alarm):
                self._note(alarm, given)

    def over(self, service: Resource) -> bool:
        """Return whether an alarm watches *service* that tells somebody, itself or by one that is made of it.

        Raises:
            UnknownValueError: it hangs on a value that is not known yet.
        """
        alarms = self._alarms[DIMENSIONS[service.type][0]]
        return any_holds(lambda: self._notified.include(service), lambda: alarms.include(service, self._tells))

    def _tells(self, alarm: Resource) -> bool:
        return any_holds(lambda: acts(alarm), lambda: self._above.include(alarm, acts))

    def _note(self, alarm: Resource, given: "_Dimension") -> None:
        origins = self._graph.origins(alarm, given.prop, SERVICES)
        for dimension, alarms in self._alarms.items() if given.name is None else self._of(given.name):
            named = [each for each in origins if DIMENSIONS[each.type][0] == dimension]
            alarms.add(alarm, named, given.error if given.name is None else None)
            for service in self._named.get((dimension, given.text), ()):
                _add_if(partial(_reaches, alarm, service), alarms, alarm, service)
            if given.error and not self._graph.traced(alarm, given.prop):
                alarms.leave_open(alarm, given.error, several=given.name is None)

    def _of(self, name: str) -> Iterator[tuple[str, Referrers]]:
        if name in self._alarms:
            yield name, self._alarms[name]


def _composites(graph: Graph) -> Referrers:
    """Return which composite alarms are made of which alarms."""
    found = Referrers()
    by_name: dict[str, list[Resource]] = defaultdict(list)
    for alarm in graph.of((ALARM,)):
        by_name[str(known(alarm.props, "name"))].append(alarm)
    for composite in graph.of((COMPOSITE,)):
        passed = partial(found.leave_open, composite, several=True)
        found.add(composite, graph.targets(composite, "alarmRule", frozenset({ALARM}), passed))
        for name in _CHILD.findall(str(known(composite.props, "alarmRule"))):
            for alarm in by_name[name]:
                _add_if(partial(_beside, composite, alarm), found, composite, alarm)
    return found


def _add_if(holds: Callable[[], bool], referrers: Referrers, by: Resource, target: Resource) -> None:
    refers, doubt = tried(holds)
    if refers or doubt:
        referrers.add(by, [target], doubt)


def _beside(one: Resource, other: Resource) -> bool:
    return value(one.props, "region") == value(other.props, "region")


def _reaches(alarm: Resource, service: Resource) -> bool:
    """Return whether *alarm* can watch *service*, which it names: those of the same region, or of none."""
    region = region_of(alarm)
    return value(service.props, "region") in (None, region)


class _Dimension(NamedTuple):
    """A dimension of an alarm's metric."""

    prop: str
    """The alarm's property that it stands in."""
    name: str | None
    """None where the dimensions aren't known."""
    text: str
    error: UnknownValueError | None
    """Why its value isn't known."""


def _dimensions(alarm: Resource) -> Iterator[_Dimension]:
    queries = items(alarm.props, "metricQueries")
    count, error = tried(partial(len, queries))
    if error:
        yield _Dimension("metricQueries", None, "", error)
    blocks = [("dimensions", partial(value, alarm.props, "dimensions", {}))]
    blocks += [("metricQueries", partial(_dimensions_of, queries, index)) for index in range(count or 0)]
    for prop, ask in blocks:
        given, error = tried(ask)
        if error:
            yield _Dimension(prop, None, "", error)
        for name in given or ():
            text, error = tried(partial(_text, given, name))
            yield _Dimension(prop, name, text or "", error)


def _dimensions_of(queries: Sequence[Any], index: int) -> Any:
    return value(queries[index], "metric.dimensions", {})


def _text(given: Any, name: str) -> str:
    return str(given[name])
