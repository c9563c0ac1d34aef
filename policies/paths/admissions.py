"""The rules of security groups, in one shape whatever they were declared by.

A security group lets through what any of its rules names and nothing else, and the answers to it (Amazon VPC User
Guide, "Control traffic to your AWS resources using security groups", "Security group rules").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

from policies.graph import Graph, texts
from policies.model import Resource
from policies.paths.lookups import Answers, Referring
from policies.paths.spans import EVERY_PORT, Span, block
from policies.read import items, numbered, value, whole
from policies.rules.stack._noting import asked, noted

Direction = Literal["in", "out"]
DIRECTIONS: Sequence[Direction] = ("in", "out")
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
    """The rules of every group."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._lists = PrefixLists(graph)
        self._rules = Referring(graph, "securityGroupId", by=_RULES, to=GROUP)
        self._found = Answers(graph, self._of)

    def of(self, group: str, direction: Direction) -> Sequence[Admission]:
        """Return the rules of the group of that URN."""
        return self._found[group, direction]

    def every(self) -> Iterator[tuple[Direction, Admission]]:
        """Yield every rule, with its direction."""
        for group in self._graph.of(GROUP):
            for direction in DIRECTIONS:
                for admission in self.of(group.urn, direction):
                    yield direction, admission

    def _of(self, asked_for: tuple[str, Direction]) -> Sequence[Admission]:
        urn, direction = asked_for
        graph, group = self._graph, self._graph.by_urn[urn]
        found = [asked(graph, each, partial(self._single, group, direction, each)) for each in self._rules.of(group)]
        for prop in (prop for prop, way in INLINE.items() if way == direction and given(group, prop)):
            for part, each in noted(graph, group, numbered(items(group.props, prop), prop)):
                made = partial(self._admission, group, group, each, _CLASSIC, prop, part)
                found.append(asked(graph, group, made))
        return [each for each in found if each]

    def _single(self, group: Resource, direction: Direction, rule: Resource) -> Admission | None:
        spelling, way = _RULES[rule.type]
        said = way or ("in" if value(rule.props, "type") == "ingress" else "out")
        return self._admission(group, rule, rule.props, spelling) if said == direction else None

    def _admission(
        self, group: Resource, owner: Resource, props: Any, spelling: _Spelling, within: str = "", part: str = ""
    ) -> Admission:
        graph = self._graph
        itself = {group.urn} if value(props, "self") is True else set[str]()
        named = graph.targets(owner, within or spelling.group, GROUP)
        lists = graph.targets(owner, within or spelling.lists, LISTS)
        cidrs = (block(each) for prop in spelling.cidrs for each in items(props, prop))
        blocks: dict[Span, Sequence[Resource]] = {span: () for span in cidrs if span}
        for each in lists:
            blocks.update(self._lists.of(each))
        services = (each.urn for each in lists if each.type == ENDPOINT)
        protocol = protocol_of(value(props, spelling.protocol))
        return Admission(
            resource=owner,
            part=part,
            protocol=protocol,
            ports=ports_of(protocol, props),
            groups=frozenset(each.urn for each in named) | itself,
            blocks=blocks,
            services=frozenset(services) | frozenset(texts(props, spelling.lists)),
        )


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


class PrefixLists:
    """The prefix lists of a stack."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._entries = Referring(graph, "prefixListId", by=(PREFIX_ENTRY,), to=frozenset({PREFIX_LIST}))
        self._found = Answers(graph, self._of)

    def of(self, prefix_list: Resource) -> Mapping[Span, Sequence[Resource]]:
        """Return the blocks that *prefix_list* holds, and what says so; none of a list of AWS's own."""
        return self._found[prefix_list.urn]

    def _of(self, urn: str) -> Mapping[Span, Sequence[Resource]]:
        graph, listed = self._graph, self._graph.by_urn[urn]
        if listed.type != PREFIX_LIST:
            return {}
        own = noted(graph, listed, items(listed.props, "entries")) if given(listed, "entries") else ()
        said = [((listed,), entry) for entry in own]
        said += [((listed, entry), entry.props) for entry in self._entries.of(listed)]
        spans = ((by, asked(graph, by[-1], lambda each=each: block(value(each, "cidr")))) for by, each in said)
        return {span: by for by, span in spans if span}
