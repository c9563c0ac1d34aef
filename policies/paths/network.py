"""Whether packets get from one interface to another, or out to the internet, and their answers back.

Security groups on both sides, network ACLs of every subnet passed, routes there and back. A security group may name
another one only within a network (Amazon VPC User Guide, "Security group referencing"), an ACL is asked whenever a
subnet is left or entered, and at a transit gateway as "Network ACLs for transit gateways" (Amazon VPC Transit Gateways
guide) says.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.acls import Acls
from policies.paths.admissions import Admissions, Direction
from policies.paths.exits import Exits
from policies.paths.firewall import Firewalls
from policies.paths.ground import Ground, Plot
from policies.paths.leg import Element, Leg, apart, contained
from policies.paths.places import Interface, Places
from policies.paths.spans import EPHEMERAL_PORTS, EVERYWHERE, INTERNET, Box, Span, left, ports_written, written
from policies.paths.tables import TRANSIT, Tables
from policies.paths.transit import Transit

TO_FROM = {"out": "to", "in": "from"}


class Network:
    """The networks of a stack. What was followed once is remembered."""

    def __init__(self, graph: Graph) -> None:
        self.ground = Ground(graph)
        self.places = Places(graph, self.ground)
        self.admissions = Admissions(graph)
        self.acls = Acls(graph)
        self.tables = Tables(graph)
        self.transit = Transit(graph, self.ground)
        self.firewalls = Firewalls(graph)
        self._exits = Exits(graph, self.ground, self.tables, self.firewalls, self.acls)
        self._graph = graph
        self.sole: set[Element] = set()
        """Rules of groups that some packets need, and no other rule lets through."""
        self._between: dict[tuple[Interface, Interface, str, Span], Leg] = {}
        self._out: dict[tuple[Interface, str, str, Span], Leg] = {}

    def between(self, source: Interface, target: Interface, protocol: str, ports: Span) -> Leg:
        """Follow packets of *protocol* from *source* to *ports* of *target*, and the answers."""
        key = source, target, protocol, ports
        if key not in self._between:
            self._between[key] = apart(self._graph, partial(self._arrive, *key))
        return self._between[key]

    def out(self, source: Interface, domain: str, protocol: str, ports: Span) -> Leg:
        """Follow packets from *source* to *domain* on the internet, and the answers."""
        key = source, domain, protocol, ports
        if key not in self._out:
            self._out[key] = apart(self._graph, partial(self._leave, *key))
        return self._out[key]

    @contained
    def to_list(self, source: Interface, endpoint: Resource, protocol: str, ports: Span, leg: Leg) -> None:
        """Follow packets from *source* to the service behind the gateway *endpoint*, past groups and ACLs.

        A rule may name the service's prefix list, or public addresses as a whole.
        """
        need = [Box(span, ports) for span in INTERNET]
        subnet = self.ground.of(source.subnet).resource
        self.acls.cross(subnet, "out", protocol, need, leg)
        self.acls.cross(subnet, "in", protocol, [Box(span, EPHEMERAL_PORTS) for span in INTERNET], leg)
        named = {endpoint.urn, known(endpoint.props, "prefixListId")}
        rules = [rule for group in sorted(source.groups) for rule in self.admissions.of(group, "out")]
        listed = [
            rule for rule in rules if rule.services & named and rule.speaks(protocol) and ports.within(rule.ports)
        ]
        for rule in listed:
            leg.rests_on(rule.resource, rule.part, Box(EVERYWHERE, ports))
        if len(listed) == 1:
            self.sole.add(Element(listed[0].resource.urn, listed[0].part))
        if not listed:
            self._admit(source, "out", protocol, need, frozenset(), endpoint.name, leg)

    def _arrive(self, source: Interface, target: Interface, protocol: str, ports: Span, leg: Leg) -> None:
        here, there = self.ground.of(source.subnet), self.ground.of(target.subnet)
        near = here.vpc.urn == there.vpc.urn
        sides: Sequence[tuple[Direction, Interface, Interface, Plot]] = (
            ("out", source, target, there),
            ("in", target, source, here),
        )
        for direction, own, other, plot in sides:
            need = [Box(plot.addresses, ports)]
            peers = other.groups if near else frozenset[str]()
            self._admit(own, direction, protocol, need, peers, plot.name, leg)
        if source.subnet != target.subnet:
            self._carry(here, there, protocol, ports, leg)

    def _leave(self, source: Interface, domain: str, protocol: str, ports: Span, leg: Leg) -> None:
        need = [Box(span, ports) for span in INTERNET]
        self._admit(source, "out", protocol, need, frozenset(), domain, leg)
        self._exits.follow(self.ground.of(source.subnet), domain, protocol, ports, leg)

    @contained
    def _admit(
        self,
        own: Interface,
        direction: Direction,
        protocol: str,
        need: Sequence[Box],
        peers: frozenset[str],
        other: str,
        leg: Leg,
    ) -> None:
        """Follow packets of *need* past the groups that *own* wears, some of which may name the groups *peers*."""
        missing = need
        whole: dict[Box, list[Element]] = defaultdict(list)
        parts: dict[Box, list[Element]] = defaultdict(list)
        for group in sorted(own.groups):
            leg.rests_on(self._graph.by_urn[group])
            for rule in self.admissions.of(group, direction):
                if not rule.speaks(protocol):
                    continue
                element = Element(rule.resource.urn, rule.part)
                spans = {EVERYWHERE: ()} if rule.groups & peers else rule.blocks
                for span, named in spans.items():
                    box = Box(span, rule.ports)
                    for wanted in (each for each in need if box.meets(each)):
                        leg.rests_on(rule.resource, rule.part, wanted)
                        leg.rests_on_all(named)
                        (whole if wanted.within(box) else parts)[wanted].append(element)
                    missing = left(missing, box)
        for wanted in need:
            enough = whole[wanted] or parts[wanted]
            self.sole.update(enough if len(enough) == 1 or not whole[wanted] else ())
        if not missing:
            return
        groups = [self._graph.by_urn[group] for group in sorted(own.groups)]
        if not groups:
            return
        what = f"{protocol} {ports_written(missing[0].ports)}"
        where = other if len(need) > 1 else f"{other} ({written(missing[0].addresses)})"
        side = f"{TO_FROM[direction]} {where}"
        rule = "egress" if direction == "out" else "ingress"
        mend = f"no rule of {', '.join(group.name for group in groups)} lets {what} {direction}: declare an {rule} rule"
        leg.lacks(groups[0], f"{self.ground.of(own.subnet).name} {side}", mend)

    @contained
    def _carry(self, here: Plot, there: Plot, protocol: str, ports: Span, leg: Leg) -> None:
        """Follow routes and ACLs from *here* to *there* and back."""
        near, far = self._routed(here, there, leg)
        self._routed(there, here, leg)
        ways = ((here, there, near, far, ports), (there, here, far, near, EPHEMERAL_PORTS))
        for source, target, before, after, answered in ways:
            to, of = [Box(target.addresses, answered)], [Box(source.addresses, answered)]
            self.acls.cross(source.resource, "out", protocol, to, leg)
            for plot in before:
                if plot.resource.urn != source.resource.urn:
                    self.acls.cross(plot.resource, "in", protocol, of, leg)
            for plot in after:
                if plot.resource.urn != target.resource.urn:
                    self.acls.cross(plot.resource, "out", protocol, to, leg)
            self.acls.cross(target.resource, "in", protocol, of, leg)

    def _routed(self, source: Plot, target: Plot, leg: Leg) -> tuple[Sequence[Plot], Sequence[Plot]]:
        """Follow routes from *source* to *target*; return the subnets that are passed on either side."""
        hop = f"{source.name} -> {target.name}"
        leg.rests_on_all((source.resource, source.vpc))
        found = self.tables.of_subnet(source.resource, source.vpc)
        leg.rests_on_all(found)
        table = found[0] if found else None
        own = self.ground.blocks[source.vpc.urn]
        routes, missing = self.tables.lookup(table, own, [target.addresses])
        passed: tuple[Sequence[Plot], Sequence[Plot]] = (), ()
        for route in routes:
            if route.resource is None:
                if source.vpc.urn != target.vpc.urn:
                    leg.lacks(source.vpc, hop, "both networks have the same addresses: give them blocks of their own")
                continue
            leg.rests_on(route.resource, route.part)
            leg.rests_on_all(route.named)
            gateways = [each for each in route.targets if each.type in TRANSIT]
            if not gateways:
                leg.lacks(route.resource, hop, "the route leads elsewhere: lead it to the transit gateway")
            for gateway in gateways:
                passed = self.transit.cross(gateway, source, target, leg)
        if missing:
            place = table or source.vpc
            leg.lacks(place, hop, f"{place.name} has no route to {written(missing[0])}: declare one")
        return passed
