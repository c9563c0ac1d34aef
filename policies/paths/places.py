"""Where things stand in a network, and which security groups they wear."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from policies.graph import Graph
from policies.model import Resource
from policies.paths.admissions import GROUP
from policies.paths.ground import SUBNET, Ground

NODES, TEMPLATE = "aws:eks/nodeGroup:NodeGroup", "aws:ec2/launchTemplate:LaunchTemplate"
CLUSTER, BALANCER = "aws:rds/cluster:Cluster", "aws:lb/loadBalancer:LoadBalancer"
_SUBNET_GROUPS = frozenset(
    {f"aws:{service}/subnetGroup:SubnetGroup" for service in ("docdb", "elasticache", "neptune", "rds")}
)


class Where(NamedTuple):
    """The properties of a type that name its security groups, and its subnets or a group of them."""

    groups: str
    subnets: str


STANDS: Mapping[str, Where] = {
    "aws:apigatewayv2/vpcLink:VpcLink": Where("securityGroupIds", "subnetIds"),
    "aws:cloudhsmv2/cluster:Cluster": Where("securityGroupId", "subnetIds"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Where("securityGroupIds", "subnetIds"),
    "aws:ecs/service:Service": Where("networkConfiguration", "networkConfiguration"),
    "aws:eks/cluster:Cluster": Where("vpcConfig", "vpcConfig"),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": Where(
        "opensearchConfiguration", "opensearchConfiguration"
    ),
    "aws:lambda/function:Function": Where("vpcConfig", "vpcConfig"),
    "aws:msk/cluster:Cluster": Where("brokerNodeGroupInfo", "brokerNodeGroupInfo"),
    "aws:opensearch/domain:Domain": Where("vpcOptions", "vpcOptions"),
    "aws:rds/proxy:Proxy": Where("vpcSecurityGroupIds", "vpcSubnetIds"),
    "aws:rds/proxyEndpoint:ProxyEndpoint": Where("vpcSecurityGroupIds", "vpcSubnetIds"),
    "aws:rds/instance:Instance": Where("vpcSecurityGroupIds", "dbSubnetGroupName"),
    "aws:elasticache/replicationGroup:ReplicationGroup": Where("securityGroupIds", "subnetGroupName"),
    BALANCER: Where("securityGroups", "subnets"),
    CLUSTER: Where("vpcSecurityGroupIds", "dbSubnetGroupName"),
}
"""Types that stand in subnets of their own."""


class Interface(NamedTuple):
    """What has an address in a subnet and wears security groups; many things may be alike in that."""

    groups: frozenset[str]
    """URNs."""
    subnet: str
    """URN."""


class Places:
    """The interfaces of a stack."""

    def __init__(self, graph: Graph, ground: Ground) -> None:
        self._graph = graph
        self._of: dict[str, Sequence[Interface]] = {}
        self._by: dict[str, Sequence[Resource]] = {}
        self._wearers: dict[str, dict[str, Resource]] = defaultdict(dict)
        for resource, groups, subnets, by in self._standing():
            self._by[resource.urn] = by
            worn = frozenset(group.urn for group in groups)
            self._of[resource.urn] = [Interface(worn, each.urn) for each in subnets if each.urn in ground.plots]
            for group in worn:
                self._wearers[group][resource.urn] = resource

    def of(self, resource: Resource) -> Sequence[Interface]:
        """Return the interfaces of *resource*."""
        return self._of.get(resource.urn, ())

    def by(self, resource: Resource) -> Sequence[Resource]:
        """Return what else says where *resource* stands or what it wears: a group of subnets, a launch template."""
        return self._by.get(resource.urn, ())

    def wearing(self, group: Resource) -> Iterable[Resource]:
        """Return what wears *group*."""
        return self._wearers.get(group.urn, {}).values()

    def _standing(self) -> Iterator[tuple[Resource, Sequence[Resource], Sequence[Resource], Sequence[Resource]]]:
        graph = self._graph
        for resource in graph.of(STANDS):
            where = STANDS[resource.type]
            by = graph.targets(resource, where.subnets, _SUBNET_GROUPS)
            subnets = graph.targets(resource, where.subnets, SUBNET)
            subnets += [each for place in by for each in graph.targets(place, "subnetIds", SUBNET)]
            yield resource, graph.targets(resource, where.groups, GROUP), subnets, by
        for nodes in graph.of((NODES,)):
            templates = graph.targets(nodes, "launchTemplate", frozenset({TEMPLATE}))
            groups = [group for each in templates for group in graph.targets(each, "vpcSecurityGroupIds", GROUP)]
            yield nodes, groups, graph.targets(nodes, "subnetIds", SUBNET), templates
