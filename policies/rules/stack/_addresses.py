"""What of a stack has a public address, as far as is known: what isn't is noted in the graph."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from policies.graph import Graph
from policies.lists import some
from policies.model import Resource
from policies.read import items, value
from policies.rules.stack._noting import asked

INTERFACE, INSTANCE = "aws:ec2/networkInterface:NetworkInterface", "aws:ec2/instance:Instance"
BALANCER, CLUSTER = "aws:lb/loadBalancer:LoadBalancer", "aws:rds/cluster:Cluster"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ADDRESSED = frozenset({INTERFACE, INSTANCE})
ADDRESSES = (
    ("aws:ec2/eip:Eip", "instance"),
    ("aws:ec2/eip:Eip", "networkInterface"),
    ("aws:ec2/eipAssociation:EipAssociation", "instanceId"),
    ("aws:ec2/eipAssociation:EipAssociation", "networkInterfaceId"),
)
"""What lends public addresses, and the properties that name to whom."""
ACCELERATED = "aws:globalaccelerator/endpointGroup:EndpointGroup"
PUBLIC = {
    "aws:dms/replicationInstance:ReplicationInstance": ("publiclyAccessible", frozenset({True, None})),
    "aws:ecs/service:Service": ("networkConfiguration.assignPublicIp", frozenset({True})),
    "aws:elb/loadBalancer:LoadBalancer": ("internal", frozenset({False, None})),
    "aws:mq/broker:Broker": ("publiclyAccessible", frozenset({True})),
    "aws:msk/cluster:Cluster": (
        "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
        frozenset({"SERVICE_PROVIDED_EIPS"}),
    ),
    "aws:neptune/clusterInstance:ClusterInstance": ("publiclyAccessible", frozenset({True})),
    "aws:opensearch/domain:Domain": ("vpcOptions", frozenset({None})),
    "aws:rds/clusterInstance:ClusterInstance": ("publiclyAccessible", frozenset({True})),
    "aws:rds/instance:Instance": ("publiclyAccessible", frozenset({True})),
    "aws:redshift/cluster:Cluster": ("publiclyAccessible", frozenset({True})),
    BALANCER: ("internal", frozenset({False, None})),
    INSTANCE: ("associatePublicIpAddress", frozenset({True})),
}
"""Types that may have a public address, the property that decides it, and its values that do; None is the default."""
OWNERS = {
    "aws:neptune/clusterInstance:ClusterInstance": ("clusterIdentifier", frozenset({"aws:neptune/cluster:Cluster"})),
    "aws:rds/clusterInstance:ClusterInstance": ("clusterIdentifier", frozenset({CLUSTER})),
}
"""Types whose network is that of another resource, and the property that names it."""
Subnets = Callable[[Resource], tuple[Sequence[Resource], bool]]
"""Returns the subnets that a resource stands in, and whether there may be more."""


def addressed(graph: Graph, subnets: Subnets) -> Iterator[Resource]:
    """Yield what has a public address, itself or by an instance that shares its network."""
    for resource in graph.of(PUBLIC):
        yield from asked(graph, resource, partial(_public, resource, graph, subnets)) or ()
    for template in graph.of((TEMPLATE,)):
        if asked(graph, template, partial(some, items(template.props, "networkInterfaces"), _takes_address)):
            yield template
    for holder, prop in ADDRESSES:
        for each in graph.of((holder,)):
            yield from graph.targets(each, prop, ADDRESSED)
    for each in graph.of((ACCELERATED,)):
        yield from graph.targets(each, "endpointConfigurations", frozenset({BALANCER, INSTANCE}))


def _public(resource: Resource, graph: Graph, subnets: Subnets) -> Sequence[Resource]:
    """Return *resource*, or the one whose network it is in, if it has a public address."""
    path, values = PUBLIC[resource.type]
    found = value(resource.props, path)
    if isinstance(found, str | bool | None) and found in values:
        prop, types = OWNERS.get(resource.type, ("", frozenset[str]()))
        return graph.all_targets(resource, prop, types) or [resource]
    if resource.type == INSTANCE and found is None:
        return [resource] if some(subnets(resource)[0], _lends_address) else []
    return []


def _lends_address(subnet: Resource) -> bool:
    return value(subnet.props, "mapPublicIpOnLaunch") is True


def _takes_address(interface: Any) -> bool:
    return value(interface, "associatePublicIpAddress") in ("true", True)
