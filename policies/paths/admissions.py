"""The rules of security groups, in one shape whatever they were declared by.

A security group lets through what any of its rules names and nothing else, and the answers to it (Amazon VPC User
Guide, "Control traffic to your AWS resources using security groups", "Security group rules").
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from policies.graph import Graph, texts
from policies.model import Resource
from policies.paths.spans import EVERY_PORT, Span, block
from policies.read import items, value, whole

Direction = Literal["in", "out"]
GROUP = frozenset({"aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"})
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
PREFIX_ENTRY = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
LISTS = frozenset({PREFIX_LIST, ENDPOINT})
"""What a prefix list's id may come from: a list of the stack's own, or the endpoint of a service that has one."""
ANY = "-1"
_PROTOCOLS = {"all": ANY, "6": "tcp", "17": "udp", "1": "icmp"}
"""Protocols by their other names (EC2 API Reference, `IpPermission`)."""


class _Spelling(NamedTuple):
    """What a kind of rule calls its parts."""

    protocol: str
    group: str
    cidrs: tuple[str, ...]
    lists: str


_SINGLE = _Spelling("ipProtocol", "referencedSecurityGroupId", ("cidrIpv4", "cidrIpv6"), "prefixListId")
_CLASSIC = _Spelling("protocol", "sourceSecurityGroupId", ("cidrBlocks", "ipv6CidrBlocks"), "prefixListIds")
_RULES: Mapping[str, tuple[_Spelling, Direction | None]] = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (_SINGLE, "in"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (_SINGLE, "out"),
    "aws:ec2/securityGroupRule:SecurityGroupRule": (_CLASSIC, None),
}
"""Types of rules; the last says its direction itself."""
INLINE: Mapping[str, Direction] = {"ingress": "in", "egress": "out"}
"""Properties of groups that hold rules."""


@dataclass(frozen=True)
class Admission:
    """One rule of a security group."""

    resource: Resource
    """What declares it."""
    part: str
    """Where in that; empty for all of it."""
    protocol: str
    ports: Span
    groups: frozenset[str]
    """URNs of the groups that it names."""
    blocks: Mapping[Span, Sequence[Resource]]
    """Addresses that it names, and what of the stack's prefix lists names them to it."""
    services: frozenset[str]
    """Prefix lists of services that it names: URN of the endpoint, or id of the list."""

    def speaks(self, protocol: str) -> bool:
        """Return whether it is for packets of *protocol*."""
        return self.protocol in (ANY, protocol)


class Admissions:
    """The rules of every group, by its URN."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._entries = prefix_entries(graph)
        self._found: dict[tuple[str, Direction], list[Admission]] = defaultdict(list)
        for kind, (spelling, direction) in _RULES.items():
            for rule in graph.of((kind,)):
                said = direction or ("in" if value(rule.props, "type") == "ingress" else "out")
                for group in graph.targets(rule, "securityGroupId", GROUP):
                    self._add(group, said, rule, rule.props, spelling)
        for group in graph.of(GROUP):
            for prop, direction in INLINE.items():
                for index, each in enumerate(items(group.props, prop) if given(group, prop) else ()):
                    self._add(group, direction, group, each, _CLASSIC, prop, index)

    def of(self, group: str, direction: Direction) -> Sequence[Admission]:
        """Return the rules of the group of that URN."""
        return self._found.get((group, direction), ())

    def every(self) -> Iterator[tuple[Direction, Admission]]:
        """Yield every rule, with its direction."""
        for (_, direction), admissions in self._found.items():
            for admission in admissions:
                yield direction, admission

    def _add(
        self,
        group: Resource,
        direction: Direction,
        owner: Resource,
        props: Any,
        spelling: _Spelling,
        within: str = "",
        index: int = 0,
    ) -> None:
        graph = self._graph
        itself = {group.urn} if value(props, "self") is True else set[str]()
        named = graph.targets(owner, within or spelling.group, GROUP)
        lists = graph.targets(owner, within or spelling.lists, LISTS)
        cidrs = (block(each) for prop in spelling.cidrs for each in items(props, prop))
        blocks: dict[Span, Sequence[Resource]] = {span: () for span in cidrs if span}
        for each in lists:
            blocks.update(self._entries.get(each.urn, {}))
        services = (each.urn for each in lists if each.type == ENDPOINT)
        protocol = protocol_of(value(props, spelling.protocol))
        admission = Admission(
            resource=owner,
            part=f"{within}[{index}]" if within else "",
            protocol=protocol,
            ports=ports_of(protocol, props),
            groups=frozenset(each.urn for each in named) | itself,
            blocks=blocks,
            services=frozenset(services) | frozenset(texts(props, spelling.lists)),
        )
        self._found[group.urn, direction].append(admission)


def protocol_of(given: object) -> str:
    """Return the protocol *given*, by one name; any, where none is given."""
    name = str(ANY if given is None else given).lower()
    return _PROTOCOLS.get(name, name)


def ports_of(protocol: str, props: Any) -> Span:
    """Return the ports that *props*, of a rule or an entry for *protocol*, name. Other protocols have none."""
    if protocol not in ("tcp", "udp"):
        return EVERY_PORT
    first, last = whole(props, "fromPort"), whole(props, "toPort")
    return Span(EVERY_PORT.first if first is None else first, EVERY_PORT.last if last is None else last)


def given(resource: Resource, prop: str) -> bool:
    """Return whether the program gives *prop*: AWS answers what other resources made of it under the same name.

    Inputs are listed with what they come from, outputs aren't; where nothing is listed everything counts as given.
    """
    return not resource.property_dependencies or prop in resource.property_dependencies


def prefix_entries(graph: Graph) -> Mapping[str, Mapping[Span, Sequence[Resource]]]:
    """Return, by URN of each prefix list of the stack, the blocks that it holds and what says so."""
    found: dict[str, dict[Span, Sequence[Resource]]] = defaultdict(dict)
    for each in graph.of((PREFIX_LIST,)):
        spans = (block(value(entry, "cidr")) for entry in items(each.props, "entries") if given(each, "entries"))
        found[each.urn].update({span: (each,) for span in spans if span})
    for entry in graph.of((PREFIX_ENTRY,)):
        span = block(value(entry.props, "cidr"))
        for each in graph.targets(entry, "prefixListId", frozenset({PREFIX_LIST})):
            found[each.urn] |= {span: (each, entry)} if span else {}
    return found
