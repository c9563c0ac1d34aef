"""Network ACLs: lists that every packet into or out of a subnet must pass, answers as well.

Entries are tried from the lowest number on, and the first that speaks of a packet decides; what none speaks of is
refused. A subnet that no list is declared for has its network's default one, which lets everything through (Amazon VPC
User Guide, "Control subnet traffic with network access control lists", "Default network ACL for a VPC").
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policies.graph import Graph
from policies.model import Resource
from policies.paths.admissions import ANY, INLINE, Direction, given, ports_of, protocol_of
from policies.paths.ground import SUBNET, VPC
from policies.paths.leg import Leg
from policies.paths.spans import Box, block, left, ports_written, written
from policies.read import items, value

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
        self._entries: dict[tuple[str, Direction], list[Entry]] = defaultdict(list)
        for acl in graph.of(ACLS):
            for prop, direction in INLINE.items():
                for index, each in enumerate(items(acl.props, prop) if given(acl, prop) else ()):
                    self._add(acl, direction, acl, f"{prop}[{index}]", each, ("ruleNo", "action"))
        for rule in graph.of((_RULE,)):
            direction: Direction = "out" if value(rule.props, "egress") is True else "in"
            for acl in graph.targets(rule, "networkAclId", ACLS):
                self._add(acl, direction, rule, "", rule.props, ("ruleNumber", "ruleAction"))
        for entries in self._entries.values():
            entries.sort(key=lambda entry: entry.number)
        self._by_subnet = {subnet.urn: acl for subnet, acl in self._associations()}

    def every(self) -> Iterator[Entry]:
        """Yield every entry that lets something through."""
        for entries in self._entries.values():
            yield from (entry for entry in entries if entry.allows)

    def cross(self, subnet: Resource, direction: Direction, protocol: str, need: Sequence[Box], leg: Leg) -> None:
        """Follow packets into or out of *subnet*: of the addresses on the other side, to the ports that they go to."""
        acl = self._by_subnet.get(subnet.urn)
        if acl is None:
            return
        missing = need
        for entry in self._entries.get((acl.urn, direction), ()):
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

    def _associations(self) -> Iterator[tuple[Resource, Resource]]:
        graph = self._graph
        defaults = {
            vpc.urn: acl for acl in graph.of((DEFAULT,)) for vpc in graph.targets(acl, "defaultNetworkAclId", VPC)
        }
        for subnet in graph.of(SUBNET):
            networks = graph.targets(subnet, "vpcId", VPC)
            yield from ((subnet, defaults[vpc.urn]) for vpc in networks if vpc.urn in defaults)
        for acl in graph.of(ACLS):
            yield from ((subnet, acl) for subnet in graph.targets(acl, "subnetIds", SUBNET))
        for association in graph.of((_ASSOCIATION,)):
            for subnet in graph.targets(association, "subnetId", SUBNET):
                yield from ((subnet, acl) for acl in graph.targets(association, "networkAclId", ACLS))

    def _add(
        self,
        acl: Resource,
        direction: Direction,
        owner: Resource,
        part: str,
        props: Any,
        spelling: tuple[str, str],
    ) -> None:
        number, action = (value(props, each) for each in spelling)
        protocol = protocol_of(value(props, "protocol"))
        for prop in ("cidrBlock", "ipv6CidrBlock"):
            if addresses := block(value(props, prop)):
                box = Box(addresses, ports_of(protocol, props))
                allows = str(action).lower() == "allow"
                entry = Entry(owner, part, int(number), allows, protocol, box)
                self._entries[acl.urn, direction].append(entry)
