"""Who reaches whom inside the networks: what wears a security group is reached by whom the group lets in."""

import ipaddress
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from policies.graph import Graph, texts
from policies.model import Resource
from policies.read import items, value
from policies.rules.stack._exposure import ANYWHERE, Exposure
from policies.rules.stack._noting import asked, noted, some_targets

GROUP = frozenset({"aws:ec2/securityGroup:SecurityGroup"})
VPC = frozenset({"aws:ec2/vpc:Vpc"})
STORES = {
    "aws:docdb/cluster:Cluster": "vpcSecurityGroupIds",
    "aws:efs/mountTarget:MountTarget": "securityGroups",
    "aws:elasticache/cluster:Cluster": "securityGroupIds",
    "aws:elasticache/replicationGroup:ReplicationGroup": "securityGroupIds",
    "aws:elasticache/serverlessCache:ServerlessCache": "securityGroupIds",
    "aws:memorydb/cluster:Cluster": "securityGroupIds",
    "aws:mq/broker:Broker": "securityGroups",
    "aws:msk/cluster:Cluster": "brokerNodeGroupInfo",
    "aws:neptune/cluster:Cluster": "vpcSecurityGroupIds",
    "aws:opensearch/domain:Domain": "vpcOptions",
    "aws:rds/cluster:Cluster": "vpcSecurityGroupIds",
    "aws:rds/instance:Instance": "vpcSecurityGroupIds",
    "aws:rds/proxy:Proxy": "vpcSecurityGroupIds",
    "aws:redshift/cluster:Cluster": "vpcSecurityGroupIds",
}
"""Types that hold data in a network, and the property that names their security groups."""
MEMBERS = {
    **STORES,
    "aws:apigatewayv2/vpcLink:VpcLink": "securityGroupIds",
    "aws:dms/replicationInstance:ReplicationInstance": "vpcSecurityGroupIds",
    "aws:ec2/instance:Instance": "vpcSecurityGroupIds",
    "aws:ec2/launchTemplate:LaunchTemplate": "vpcSecurityGroupIds",
    "aws:ec2/networkInterface:NetworkInterface": "securityGroups",
    "aws:ecs/service:Service": "networkConfiguration",
    "aws:eks/cluster:Cluster": "vpcConfig",
    "aws:elb/loadBalancer:LoadBalancer": "securityGroups",
    "aws:lambda/function:Function": "vpcConfig",
    "aws:lb/loadBalancer:LoadBalancer": "securityGroups",
}
"""Those, and what passes traffic on."""
MORE = {"aws:ec2/launchTemplate:LaunchTemplate": ("networkInterfaces",)}
"""Types that may name groups in another property as well."""
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
_CIDRS = ("cidrBlocks", "ipv6CidrBlocks")
_SOURCES = (
    (INGRESS_RULE, "referencedSecurityGroupId", ("cidrIpv4", "cidrIpv6")),
    (RULE, "sourceSecurityGroupId", _CIDRS),
)
"""Types of rules of groups, and their properties that name who is let in: a group, and blocks of addresses."""


class Admissions:
    """Whom each security group lets in, on any port."""

    def __init__(self, graph: Graph) -> None:
        self._by_group: dict[str, list[Resource]] = defaultdict(list)
        self._by_block: dict[str, list[Resource]] = defaultdict(list)
        for kind, source, cidrs in _SOURCES:
            for rule in graph.of((kind,)):
                if kind == RULE and asked(graph, rule, partial(value, rule.props, "type")) != "ingress":
                    continue
                blocks = [text for key in cidrs for text in graph.texts(rule, key)]
                groups = graph.targets(rule, "securityGroupId", GROUP)
                self._admit(groups, graph.targets(rule, source, GROUP), blocks)
        for group in graph.of(GROUP):
            passed = partial(graph.pass_over, group)
            rules = noted(graph, group, items(group.props, "ingress"))
            blocks = [text for each in rules for key in _CIDRS for text in texts(each, key, passed)]
            self._admit([group], graph.targets(group, "ingress", GROUP), blocks)
        self._spaces: dict[str, Sequence[Resource]] = {}

    def anybody(self) -> Sequence[Resource]:
        """Return the groups that let in whoever asks."""
        return [group for block in ANYWHERE for group in self._by_block.get(block, ())]

    def by(self, groups: Sequence[Resource], addresses: Sequence[str]) -> Iterator[Resource]:
        """Yield the groups that let in who wears *groups* or stands in one of the blocks *addresses*."""
        yield from self.anybody()
        for group in groups:
            yield from self._by_group.get(group.urn, ())
        for space in addresses:
            if space not in self._spaces:
                self._spaces[space] = [
                    group for block, found in self._by_block.items() if _overlap(space, block) for group in found
                ]
            yield from self._spaces[space]

    def _admit(self, groups: Sequence[Resource], sources: Sequence[Resource], blocks: Sequence[str]) -> None:
        for source in sources:
            self._by_group[source.urn] += groups
        for block in blocks:
            self._by_block[block] += groups


def _overlap(one: str, other: str) -> bool:
    with suppress(ValueError):
        mine, theirs = ipaddress.ip_network(one), ipaddress.ip_network(other)
        return isinstance(theirs, type(mine)) and mine.overlaps(theirs)
    return False


def ways_in(graph: Graph) -> Iterator[Sequence[Resource]]:
    """Yield, for each store that the internet reaches, a shortest way from the gateway to it."""
    exposure, admissions = Exposure(graph), Admissions(graph)
    members: dict[str, list[Resource]] = defaultdict(list)
    worn: dict[str, Sequence[Resource]] = {}
    may_wear: set[str] = set()
    for member in graph.of(MEMBERS):
        props = (MEMBERS[member.type], *MORE.get(member.type, ()))
        wears = [some_targets(graph, member, prop, GROUP) for prop in props]
        worn[member.urn] = [group for found, _ in wears for group in found]
        may_wear.update(member.urn for _, more in wears if more)
        for group in worn[member.urn]:
            members[group.urn].append(member)
    open_groups = {group.urn for group in admissions.anybody()}
    seen: set[str] = set()
    ways: deque[Sequence[Resource]] = deque()
    for entry, way in exposure.entries():
        groups = worn.get(entry.urn, ())
        bare = not groups and entry.urn not in may_wear
        if entry.urn not in seen and (bare or any(group.urn in open_groups for group in groups)):
            seen.add(entry.urn)
            ways.append([*way, entry])
    while ways:
        way = ways.popleft()
        if way[-1].type in STORES:
            yield way
        groups = worn.get(way[-1].urn, ())
        for group in admissions.by(groups, _addresses(graph, exposure, way[-1], groups)):
            if group.urn not in seen:
                seen.add(group.urn)
                fresh = [member for member in members[group.urn] if member.urn not in seen]
                seen.update(member.urn for member in fresh)
                ways.extend([*way, group, member] for member in fresh)


def _addresses(graph: Graph, exposure: Exposure, member: Resource, groups: Sequence[Resource]) -> Sequence[str]:
    """Return the blocks that *member* has its address from: its subnets', or else its network's."""
    places, more = exposure.subnets(member)
    networks = () if places or more else [vpc for group in groups for vpc in graph.targets(group, "vpcId", VPC)]
    return [text for place in (*places, *networks) for text in graph.texts(place, "cidrBlock")]
