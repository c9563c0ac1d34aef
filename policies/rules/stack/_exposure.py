"""What the internet reaches first: what has a public address in a subnet whose way out is an internet gateway.

Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway": a public address alone is not
reached, nor one whose packets a firewall's endpoint takes first.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from policies.graph import Graph
from policies.model import Resource
from policies.rules.stack._addresses import BALANCER, CLUSTER, INSTANCE, INTERFACE, addressed
from policies.rules.stack._noting import asked, some_targets

ANYWHERE = frozenset({"0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0"})
GATEWAY = frozenset({"aws:ec2/internetGateway:InternetGateway"})
SUBNET, TABLE = "aws:ec2/subnet:Subnet", frozenset({"aws:ec2/routeTable:RouteTable"})
ROUTE, ASSOCIATION = "aws:ec2/route:Route", "aws:ec2/routeTableAssociation:RouteTableAssociation"
SUBNET_GROUPS = frozenset(
    {f"aws:{service}/subnetGroup:SubnetGroup" for service in ("docdb", "neptune", "rds", "redshift")}
)
PLACES = frozenset({SUBNET, *SUBNET_GROUPS})
WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
SUBNETS = {
    "aws:dms/replicationInstance:ReplicationInstance": ("replicationSubnetGroupId",),
    "aws:docdb/cluster:Cluster": ("dbSubnetGroupName",),
    "aws:ecs/service:Service": ("networkConfiguration",),
    "aws:elb/loadBalancer:LoadBalancer": ("subnets",),
    "aws:mq/broker:Broker": ("subnetIds",),
    "aws:msk/cluster:Cluster": ("brokerNodeGroupInfo",),
    "aws:neptune/cluster:Cluster": ("neptuneSubnetGroupName",),
    "aws:rds/instance:Instance": ("dbSubnetGroupName",),
    "aws:redshift/cluster:Cluster": ("clusterSubnetGroupName",),
    BALANCER: ("subnets", "subnetMappings"),
    CLUSTER: ("dbSubnetGroupName",),
    INSTANCE: ("subnetId",),
    INTERFACE: ("subnetId",),
}
"""Types that stand in subnets, and the properties that name these or a group of them."""


class Exposure:
    """The public parts of a stack's networks, as far as is known: what isn't is noted in the graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        gateways: dict[str, Resource] = {}
        for route in graph.of((ROUTE,)):
            for gateway in graph.targets(route, "gatewayId", GATEWAY) if _everywhere(graph, route) else ():
                gateways.update((table.urn, gateway) for table in graph.targets(route, "routeTableId", TABLE))
        for table in graph.of(TABLE):
            gateways.update((table.urn, gateway) for gateway in graph.targets(table, "routes", GATEWAY))
        self._tables: dict[str, list[Resource | None]] = defaultdict(list)
        self._all_known = True
        """Whether no subnet may have a table that doesn't lead outside, beside those that are known to."""
        for association in graph.of((ASSOCIATION,)):
            subnets, more = some_targets(graph, association, "subnetId", frozenset({SUBNET}))
            tables, others = some_targets(graph, association, "routeTableId", TABLE)
            ways = [gateways.get(table.urn) for table in tables]
            for subnet in subnets:
                self._tables[subnet.urn] += ways
            self._all_known &= not more or (bool(ways) and not others and all(ways))

    def entries(self) -> Iterator[tuple[Resource, Sequence[Resource]]]:
        """Yield what the internet reaches if its groups let it, after the gateway and the subnet that lead there."""
        guarded = self._graph.referrers("resourceArn", by=(WEB_ACL_ASSOCIATION,), to=frozenset({BALANCER}))
        for resource in addressed(self._graph, self.subnets):
            is_guarded = resource.type == BALANCER and asked(self._graph, resource, partial(guarded.include, resource))
            if is_guarded is not False:
                continue
            subnets, more = self.subnets(resource)
            for subnet in subnets:
                if way := self._way(subnet):
                    yield resource, way
                    break
            else:
                if not subnets and not more:
                    yield resource, ()

    def subnets(self, resource: Resource) -> tuple[Sequence[Resource], bool]:
        """Return the subnets that *resource* stands in, as far as the stack has them, and whether there may be more."""
        places, more = list[Resource](), False
        for prop in SUBNETS.get(resource.type, ()):
            found, others = some_targets(self._graph, resource, prop, PLACES)
            places, more = places + found, more or others
        inside = list[Resource]()
        for group in (place for place in places if place.type in SUBNET_GROUPS):
            found, others = some_targets(self._graph, group, "subnetIds", frozenset({SUBNET}))
            inside, more = inside + found, more or others
        return [*(place for place in places if place.type == SUBNET), *inside], more

    def _way(self, subnet: Resource) -> Sequence[Resource]:
        """Return gateway and subnet; a subnet that has no route table is taken for public."""
        if subnet.urn not in self._tables:
            return [subnet] if self._all_known else []
        return next(([gateway, subnet] for gateway in self._tables[subnet.urn] if gateway), [])


def _everywhere(graph: Graph, route: Resource) -> bool:
    named = {*graph.texts(route, "destinationCidrBlock"), *graph.texts(route, "destinationIpv6CidrBlock")}
    return bool(named & ANYWHERE)
