"""Where things stand in a network, and which security groups they wear."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from policies.graph import Graph
from policies.model import Resource
from policies.paths.admissions import GROUP
from policies.paths.ground import SUBNET, Ground
from policies.paths.lookups import Answers

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
        self._graph, self._ground = graph, ground
        self._by = Answers(graph, self._placing)
        self._of = Answers(graph, self._interfaces)
        self._worn = Answers(graph, self._groups)
        self._wearers = Answers(graph, self._wearing)

    def of(self, resource: Resource) -> Sequence[Interface]:
        """Return the interfaces of *resource*."""
        return self._of[resource.urn]

    def by(self, resource: Resource) -> Sequence[Resource]:
        """Return what else says where *resource* stands or what it wears: a group of subnets, a launch template."""
        return self._by[resource.urn]

    def wearing(self, group: Resource) -> Iterable[Resource]:
        """Return what wears *group*."""
        return self._wearers[()].get(group.urn, ())

    def _placing(self, urn: str) -> Sequence[Resource]:
        resource = self._graph.by_urn[urn]
        if resource.type == NODES:
            return self._graph.targets(resource, "launchTemplate", frozenset({TEMPLATE}))
        where = STANDS.get(resource.type)
        return self._graph.targets(resource, where.subnets, _SUBNET_GROUPS) if where else ()

    def _interfaces(self, urn: str) -> Sequence[Interface]:
        resource = self._graph.by_urn[urn]
        worn = frozenset(group.urn for group in self._worn[urn])
        return [Interface(worn, each.urn) for each in self._subnets(resource) if self._ground.plots[each.urn]]

    def _subnets(self, resource: Resource) -> Sequence[Resource]:
        graph = self._graph
        if resource.type == NODES:
            return graph.targets(resource, "subnetIds", SUBNET)
        if resource.type not in STANDS:
            return ()
        own = graph.targets(resource, STANDS[resource.type].subnets, SUBNET)
        return own + [each for place in self.by(resource) for each in graph.targets(place, "subnetIds", SUBNET)]

    def _groups(self, urn: str) -> Sequence[Resource]:
        graph, resource = self._graph, self._graph.by_urn[urn]
        if resource.type == NODES:
            templates = self.by(resource)
            return [group for each in templates for group in graph.targets(each, "vpcSecurityGroupIds", GROUP)]
        return graph.targets(resource, STANDS[resource.type].groups, GROUP) if resource.type in STANDS else ()

    def _wearing(self, _all: tuple[()]) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, dict[str, Resource]] = defaultdict(dict)
        for resource in self._graph.of((*STANDS, NODES)):
            for group in self._worn[resource.urn]:
                found[group.urn][resource.urn] = resource
        return {urn: list(wearers.values()) for urn, wearers in found.items()}
