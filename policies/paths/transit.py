"""Transit gateways: from one network to another, in the same region or over a peering.

Networks enter a gateway by an attachment with a subnet in each of their zones. Its default route table learns the
addresses of attached networks by itself, and those behind a peering by static routes alone, once the peering is
accepted (Amazon VPC Transit Gateways guide, "How Amazon VPC Transit Gateways work", "Peering attachments").
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.ground import SUBNET, VPC, Ground, Plot
from policies.paths.leg import Leg
from policies.paths.lookups import Answers, Referring
from policies.paths.spans import Span, block, less, written
from policies.paths.tables import TRANSIT
from policies.read import value
from policies.rules.stack._noting import asked

_VPC_ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
_PEERING = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
_ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
_ROUTE = "aws:ec2transitgateway/route:Route"
_PEERINGS = frozenset({_PEERING})
_ATTACHMENTS = frozenset({_VPC_ATTACHMENT, _PEERING, _ACCEPTER})
ENABLED = (None, True, "enable")


class TransitRoute(NamedTuple):
    """One route of a gateway's table."""

    addresses: Span
    attachment: Resource | None
    """Where it leads; None for a route that drops, or leads out of the stack."""
    declared: Resource | None
    """The static route; None for one that was learnt."""


class Transit:
    """The transit gateways of a stack."""

    def __init__(self, graph: Graph, ground: Ground) -> None:
        self._graph, self._ground = graph, ground
        tables = ((known(each.props, "associationDefaultRouteTableId"), each) for each in graph.of(TRANSIT))
        self._by_table = {table: each for table, each in tables if table}
        self._attached = Referring(graph, "vpcId", by=(_VPC_ATTACHMENT,), to=VPC)
        self._attaching = Referring(graph, "transitGatewayId", by=(_VPC_ATTACHMENT,), to=TRANSIT)
        self._accepters = Referring(graph, "transitGatewayAttachmentId", by=(_ACCEPTER,), to=_PEERINGS, single=True)
        self._attachments = Answers(graph, self._attachment)
        self._plots = Answers(graph, self._plots_of)
        self._declared = Answers(graph, self._routes_of_all)
        self._routes = Answers(graph, self._routes_of)

    def every(self) -> Sequence[Resource]:
        """Return every declared route of a gateway."""
        return self._graph.of((_ROUTE,))

    def cross(self, gateway: Resource, source: Plot, target: Plot, leg: Leg) -> tuple[Sequence[Plot], Sequence[Plot]]:
        """Follow packets from *source* to *target* through *gateway*.

        Returns the subnets by which they leave the one network, and by which they enter the other.
        """
        hop = f"{source.name} -> {target.name}"
        leg.rests_on(gateway)
        left_by = self._enter(gateway, source, leg, hop)
        attachment = self._lookup(gateway, target, leg, hop)
        if attachment is not None and attachment.type == _PEERING:
            leg.rests_on(attachment)
            accepters = self._accepters.of(attachment)
            if not accepters:
                leg.lacks(attachment, hop, "nobody accepts the peering: declare a PeeringAttachmentAccepter for it")
            leg.rests_on_all(accepters)
            others = [each for each in self._ends(attachment) if each.urn != gateway.urn]
            for other in others:
                leg.rests_on(other)
                gateway, attachment = other, self._lookup(other, target, leg, hop)
        if attachment is None:
            return left_by, ()
        right = self._attachments[gateway.urn, target.vpc.urn]
        if right is not None and attachment.urn != right.urn:
            leg.lacks(attachment, hop, f"it does not lead to {target.vpc.name}: correct the route to it")
        return left_by, self._enter(gateway, target, leg, hop)

    def _enter(self, gateway: Resource, plot: Plot, leg: Leg, hop: str) -> Sequence[Plot]:
        attachment = self._attachments[gateway.urn, plot.vpc.urn]
        if attachment is None:
            leg.lacks(gateway, hop, f"{plot.vpc.name} is not attached to it: declare a VpcAttachment")
            return ()
        leg.rests_on(attachment)
        if not _enabled(gateway, attachment, "Association"):
            leg.lacks(attachment, hop, "it is associated with no route table: enable the default association")
        plots = self._plots[attachment.urn]
        in_zone = [each for each in plots if None in (each.zone, plot.zone) or each.zone == plot.zone]
        leg.rests_on_all(each.resource for each in in_zone if len(in_zone) == 1)
        if not in_zone:
            leg.lacks(attachment, hop, f"it has no subnet in the zone of {plot.name}: add one to its subnet_ids")
        return in_zone

    def _lookup(self, gateway: Resource, target: Plot, leg: Leg, hop: str) -> Resource | None:
        missing: Sequence[Span] = [target.addresses]
        found: Resource | None = None
        routes = self._routes[gateway.urn]
        for route in sorted(routes, key=lambda each: (each.addresses.last - each.addresses.first, not each.declared)):
            if not any(span.meets(route.addresses) for span in missing):
                continue
            missing = less(missing, route.addresses)
            if route.declared:
                leg.rests_on(route.declared)
            if route.attachment is None:
                leg.lacks(route.declared or gateway, hop, "the route leads nowhere here: correct its attachment")
            found = route.attachment
        if missing:
            leg.lacks(gateway, hop, f"its table has no route to {written(missing[0])}: declare one to the attachment")
        return found

    def _ends(self, peering: Resource) -> Sequence[Resource]:
        props = ("transitGatewayId", "peerTransitGatewayId")
        return [gateway for prop in props for gateway in self._graph.targets(peering, prop, TRANSIT)]

    def _attachment(self, ends: tuple[str, str]) -> Resource | None:
        """Return what attaches to a gateway, by its URN, a network by its own."""
        gateway, vpc = ends
        found = [
            each
            for each in self._attached.of(self._graph.by_urn[vpc])
            if gateway in [one.urn for one in self._graph.targets(each, "transitGatewayId", TRANSIT)]
        ]
        return found[-1] if found else None

    def _plots_of(self, urn: str) -> Sequence[Plot]:
        subnets = self._graph.targets(self._graph.by_urn[urn], "subnetIds", SUBNET)
        return [plot for each in subnets if (plot := self._ground.plots[each.urn])]

    def _routes_of(self, urn: str) -> Sequence[TransitRoute]:
        graph, gateway = self._graph, self._graph.by_urn[urn]
        learnt = [
            TransitRoute(span, attachment, None)
            for attachment in self._attaching.of(gateway)
            if asked(graph, attachment, partial(_enabled, gateway, attachment, "Propagation"))
            for vpc in graph.targets(attachment, "vpcId", VPC)
            for span in self._ground.blocks[vpc.urn]
        ]
        static = (asked(graph, each, partial(self._static, each)) for each in self._declared[()].get(urn, ()))
        return [*learnt, *(route for route in static if route)]

    def _routes_of_all(self, _all: tuple[()]) -> Mapping[str, Sequence[Resource]]:
        """Return the declared routes of each gateway, by its URN."""
        found: dict[str, list[Resource]] = defaultdict(list)
        for route in self._graph.of((_ROUTE,)):
            by_id = self._by_table.get(known(route.props, "transitGatewayRouteTableId"))
            gateways = self._graph.targets(route, "transitGatewayRouteTableId", TRANSIT) if by_id is None else [by_id]
            for gateway in gateways:
                found[gateway.urn].append(route)
        return found

    def _static(self, route: Resource) -> TransitRoute | None:
        graph = self._graph
        attachments = graph.targets(route, "transitGatewayAttachmentId", _ATTACHMENTS)
        real = [
            each
            for attachment in attachments
            for each in (
                graph.targets(attachment, "transitGatewayAttachmentId", _PEERINGS)
                if attachment.type == _ACCEPTER
                else (attachment,)
            )
        ]
        end = real[0] if real and value(route.props, "blackhole") is not True else None
        span = block(value(route.props, "destinationCidrBlock"))
        return TransitRoute(span, end, route) if span else None


def _enabled(gateway: Resource, attachment: Resource, what: str) -> bool:
    own = value(attachment.props, f"transitGatewayDefaultRouteTable{what}")
    return value(gateway.props, f"defaultRouteTable{what}") in ENABLED and own in ENABLED
