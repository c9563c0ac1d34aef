"""Network ACLs: lists that every packet into or out of a subnet must pass, answers as well.

Entries are tried from the lowest number on, and the first that speaks of a packet decides; what none speaks of is
refused. A subnet that no list is declared for has its network's default one, which lets everything through (Amazon VPC
User Guide, "Control subnet traffic with network access control lists", "Default network ACL for a VPC").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from policies.graph import Graph
from policies.model import Resource
from policies.paths.admissions import ANY, DIRECTIONS, INLINE, Direction, given, ports_of, protocol_of
from policies.paths.ground import SUBNET, VPC
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Answers, Referring
from policies.paths.spans import Box, block, left, ports_written, written
from policies.read import items, numbered, value
from policies.rules.stack._noting import asked, noted

ACL, DEFAULT = "aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
ACLS = frozenset({ACL, DEFAULT})
_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation"


@dataclass(frozen=True)
class Entry:
    """One entry of a list."""

    resource: Resource
    """What declares it."""
    part: str
    number: int
    allows: bool
    protocol: str
    box: Box


class Acls:
    """The lists of a stack, by the subnets that they stand before."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._rules = Referring(graph, "networkAclId", by=(_RULE,), to=ACLS)
        self._defaults = Referring(graph, "defaultNetworkAclId", by=(DEFAULT,), to=VPC, single=True)
        self._naming = Referring(graph, "subnetIds", by=ACLS, to=SUBNET, single=True)
        self._associations = Referring(graph, "subnetId", by=(_ASSOCIATION,), to=SUBNET, single=True)
        self._entries = Answers(graph, self._of)
        self._by_subnet = Answers(graph, self._before)

    def every(self) -> Iterator[Entry]:
        """Yield every entry that lets something through."""
        for acl in self._graph.of(ACLS):
            for direction in DIRECTIONS:
                yield from (entry for entry in self._entries[acl.urn, direction] if entry.allows)

    @contained
    def cross(self, subnet: Resource, direction: Direction, protocol: str, need: Sequence[Box], leg: Leg) -> None:
        """Follow packets into or out of *subnet*: of the addresses on the other side, to the ports that they go to."""
        acl = self._by_subnet[subnet.urn]
        if acl is None:
            return
        missing = need
        for entry in self._entries[acl.urn, direction]:
            if ANY not in (entry.protocol, protocol) and entry.protocol != protocol:
                continue
            if not any(box.meets(entry.box) for box in missing):
                continue
            if not entry.allows:
                self._refuse(acl, subnet, direction, entry.box, leg, f"entry {entry.number} refuses it")
                return
            if entry.protocol in (ANY, protocol):
                leg.rests_on(entry.resource, entry.part)
                missing = left(missing, entry.box)
        if missing:
            self._refuse(acl, subnet, direction, missing[0], leg, "no entry allows it")
        leg.rests_on(acl)

    def _refuse(self, acl: Resource, subnet: Resource, direction: Direction, box: Box, leg: Leg, why: str) -> None:
        hop = f"{direction} at {subnet.name}, {written(box.addresses)} {ports_written(box.ports)}"
        leg.lacks(acl, hop, f"the network ACL lets no such packet through ({why}): allow it there")

    def _before(self, urn: str) -> Resource | None:
        graph, subnet = self._graph, self._graph.by_urn[urn]
        for association in self._associations.of(subnet):
            for acl in graph.targets(association, "networkAclId", ACLS):
                return acl
        for acl in self._naming.of(subnet):
            return acl
        networks = graph.targets(subnet, "vpcId", VPC)
        return next((acl for vpc in networks for acl in self._defaults.of(vpc)), None)

    def _of(self, asked_for: tuple[str, Direction]) -> Sequence[Entry]:
        urn, direction = asked_for
        graph, acl = self._graph, self._graph.by_urn[urn]
        found: list[Entry] = []
        for prop in (prop for prop, way in INLINE.items() if way == direction and given(acl, prop)):
            for part, each in noted(graph, acl, numbered(items(acl.props, prop), prop)):
                made = partial(_entries, acl, part, each, ("ruleNo", "action"))
                found += asked(graph, acl, made) or ()
        for rule in self._rules.of(acl):
            found += asked(graph, rule, partial(_single, rule, direction)) or ()
        return sorted(found, key=lambda entry: entry.number)


def _single(rule: Resource, direction: Direction) -> Sequence[Entry]:
    said = "out" if value(rule.props, "egress") is True else "in"
    return _entries(rule, "", rule.props, ("ruleNumber", "ruleAction")) if said == direction else ()


def _entries(owner: Resource, part: str, props: Any, spelling: tuple[str, str]) -> Sequence[Entry]:
    number, action = (value(props, each) for each in spelling)
    protocol, allows = protocol_of(value(props, "protocol")), str(action).lower() == "allow"
    spans = (block(value(props, prop)) for prop in ("cidrBlock", "ipv6CidrBlock"))
    return [
        Entry(owner, part, int(number), allows, protocol, Box(span, ports_of(protocol, props)))
        for span in spans
        if span
    ]
