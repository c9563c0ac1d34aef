"""The way from a subnet to the internet and back: NAT gateways, firewalls, the network's internet gateway.

Only what has a public address gets through an internet gateway, so private subnets leave by a NAT gateway (Amazon VPC
User Guide, "NAT gateway basics", "Enable internet access for a VPC using an internet gateway"). Where a firewall's
endpoint stands before the internet gateway, the gateway's own table leads answers back to the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.acls import Acls
from policies.paths.firewall import Firewalls
from policies.paths.ground import SUBNET, VPC, Ground, Plot
from policies.paths.leg import Leg, contained
from policies.paths.spans import EPHEMERAL_PORTS, INTERNET, Box, Span, written
from policies.paths.tables import GATEWAY, NAT, Route, Tables

ADDRESS = frozenset({"aws:ec2/eip:Eip"})


class Exits:
    """The ways out of a stack's networks."""

    def __init__(self, graph: Graph, ground: Ground, tables: Tables, firewalls: Firewalls, acls: Acls) -> None:
        self._graph, self._ground, self._tables, self._firewalls, self._acls = graph, ground, tables, firewalls, acls

    @contained
    def follow(self, source: Plot, domain: str, protocol: str, ports: Span, leg: Leg) -> None:
        """Follow packets from *source* to *domain* and the answers."""
        self._from(_Way([source], domain, protocol, ports), leg)

    def _from(self, way: "_Way", leg: Leg) -> None:
        for route in self._next(way, leg):
            gateway = next((each for each in route.targets if each.type in GATEWAY | NAT), None)
            firewall, subnet = self._firewalls.entered(route)
            if gateway and gateway.type in NAT:
                plot = self._translate(gateway, way.hop, leg)
                self._onward(way, plot, route, leg, translated=plot)
            elif firewall:
                self._firewalls.inspect(firewall, way.domain, way.ports.first, leg)
                plot = self._ground.plots[subnet.urn] if subnet else None
                if plot is None:
                    leg.lacks(firewall, way.hop, "it has no endpoint where the route leads: map it to that subnet")
                self._onward(way, plot, route, leg, inspected=plot)
            elif gateway:
                self._leave(gateway, way, leg)
                self._cross(way, leg)
            elif route.resource:
                leg.lacks(route.resource, way.hop, "the route leads nowhere that the stack has: correct its target")

    def _onward(self, way: "_Way", plot: Plot | None, route: Route, leg: Leg, **passed: Plot | None) -> None:
        if plot and plot.resource.urn in way.passed and route.resource:
            leg.lacks(route.resource, way.hop, "the route leads back to where packets came from: correct its target")
        elif plot:
            self._from(replace(way, plots=[*way.plots, plot], **passed), leg)

    def _next(self, way: "_Way", leg: Leg) -> Sequence[Route]:
        plot = way.plots[-1]
        leg.rests_on_all((plot.resource, plot.vpc))
        found = self._tables.of_subnet(plot.resource, plot.vpc)
        leg.rests_on_all(found)
        table = found[0] if found else None
        routes, missing = self._tables.lookup(table, self._ground.blocks[plot.vpc.urn], INTERNET)
        if missing:
            place = table or plot.vpc
            leg.lacks(place, way.hop, f"{place.name} has no route to {written(missing[0])}: declare one to 0.0.0.0/0")
        for route in routes:
            if route.resource:
                leg.rests_on(route.resource, route.part)
                leg.rests_on_all(route.named)
        return routes

    def _translate(self, nat: Resource, hop: str, leg: Leg) -> Plot | None:
        leg.rests_on(nat)
        addresses = self._graph.targets(nat, "allocationId", ADDRESS)
        leg.rests_on_all(addresses)
        if not addresses or known(nat.props, "connectivityType") == "private":
            leg.lacks(nat, hop, "the NAT gateway has no public address: give it the allocation_id of an Eip")
        subnets = self._graph.targets(nat, "subnetId", SUBNET)
        if not subnets:
            leg.lacks(nat, hop, "the NAT gateway stands in no subnet of the stack: place it in a public one")
        return self._ground.plots[subnets[0].urn] if subnets else None

    @contained
    def _leave(self, gateway: Resource, way: "_Way", leg: Leg) -> None:
        leg.rests_on(gateway)
        own = way.plots[-1].vpc
        if own.urn not in [vpc.urn for vpc in self._graph.targets(gateway, "vpcId", VPC)]:
            leg.lacks(gateway, way.hop, f"the internet gateway is not attached to {own.name}: give it that vpc_id")
        if way.translated is None:
            leg.lacks(gateway, way.hop, "packets have no public address here: lead them through a NAT gateway")
            return
        found = self._tables.of_gateway(gateway)
        leg.rests_on_all(found)
        table = found[0] if found else None
        own_blocks = self._ground.blocks[own.urn]
        routes, _ = self._tables.lookup(table, own_blocks, [way.translated.addresses])
        for route in routes:
            if route.resource:
                leg.rests_on(route.resource, route.part)
                leg.rests_on_all(route.named)
        entered = {subnet.urn for route in routes for subnet in self._firewalls.entered(route)[1:] if subnet}
        if entered != ({way.inspected.resource.urn} if way.inspected else set[str]()):
            mend = "answers take another way than requests: lead them to the firewall endpoint that requests leave by"
            leg.lacks(table or gateway, f"internet -> {way.translated.name}", mend)

    def _cross(self, way: "_Way", leg: Leg) -> None:
        """Ask the ACLs of every subnet on the *way*, there and back."""
        anywhere = [Box(span, way.ports) for span in INTERNET]
        answers = [Box(span, EPHEMERAL_PORTS) for span in INTERNET]
        inner = way.plots[0].addresses
        for number, plot in enumerate(way.plots):
            if number:
                self._acls.cross(plot.resource, "in", way.protocol, [Box(inner, way.ports)], leg)
                self._acls.cross(plot.resource, "out", way.protocol, [Box(inner, EPHEMERAL_PORTS)], leg)
            self._acls.cross(plot.resource, "out", way.protocol, anywhere, leg)
            self._acls.cross(plot.resource, "in", way.protocol, answers, leg)
            inner = plot.addresses if plot is way.translated else inner


@dataclass(frozen=True)
class _Way:
    """How far packets have come."""

    plots: Sequence[Plot]
    domain: str
    protocol: str
    ports: Span
    translated: Plot | None = None
    """Where their address became a public one."""
    inspected: Plot | None = None
    """Where a firewall saw them."""

    @property
    def passed(self) -> Sequence[str]:
        """URNs of the subnets that they came by."""
        return [plot.resource.urn for plot in self.plots]

    @property
    def hop(self) -> str:
        return f"{self.plots[-1].name} -> {self.domain}"
