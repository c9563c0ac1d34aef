"""Transit gateways: from one network to another, in the same region or over a peering.

Networks enter a gateway by an attachment with a subnet in each of their zones. Its default route table learns the
addresses of attached networks by itself, and those behind a peering by static routes alone, once the peering is
accepted (Amazon VPC Transit Gateways guide, "How Amazon VPC Transit Gateways work", "Peering attachments").
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.ground import SUBNET, VPC, Ground, Plot
from policies.paths.leg import Leg
from policies.paths.spans import Span, block, less, written
from policies.paths.tables import TRANSIT
from policies.read import value

_VPC_ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
_PEERING = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
_ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
_ROUTE = "aws:ec2transitgateway/route:Route"
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
        self._attached: dict[tuple[str, str], Resource] = {}
        self._zones: dict[str, Sequence[Plot]] = {}
        self._routes: dict[str, list[TransitRoute]] = defaultdict(list)
        for attachment in graph.of((_VPC_ATTACHMENT,)):
            subnets = graph.targets(attachment, "subnetIds", SUBNET)
            self._zones[attachment.urn] = [ground.plots[each.urn] for each in subnets if each.urn in ground.plots]
            for vpc in graph.targets(attachment, "vpcId", VPC):
                for gateway in graph.targets(attachment, "transitGatewayId", TRANSIT):
                    self._attached[gateway.urn, vpc.urn] = attachment
                    if _enabled(gateway, attachment, "Propagation"):
                        spans = ground.blocks.get(vpc.urn, ())
                        self._routes[gateway.urn] += [TransitRoute(span, attachment, None) for span in spans]
        self._ends: dict[str, Sequence[Resource]] = {
            each.urn: [
                gateway
                for prop in ("transitGatewayId", "peerTransitGatewayId")
                for gateway in graph.targets(each, prop, TRANSIT)
            ]
            for each in graph.of((_PEERING,))
        }
        self._accepters: Mapping[str, list[Resource]] = graph.referred(
            "transitGatewayAttachmentId", by=(_ACCEPTER,), to=frozenset({_PEERING})
        )
        for route in graph.of((_ROUTE,)):
            self._learn(route)

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
            accepters = self._accepters.get(attachment.urn, ())
            if not accepters:
                leg.lacks(attachment, hop, "nobody accepts the peering: declare a PeeringAttachmentAccepter for it")
            leg.rests_on_all(accepters)
            others = [each for each in self._ends[attachment.urn] if each.urn != gateway.urn]
            for other in others:
                leg.rests_on(other)
                gateway, attachment = other, self._lookup(other, target, leg, hop)
        if attachment is None:
            return left_by, ()
        right = self._attached.get((gateway.urn, target.vpc.urn))
        if right is not None and attachment.urn != right.urn:
            leg.lacks(attachment, hop, f"it does not lead to {target.vpc.name}: correct the route to it")
        return left_by, self._enter(gateway, target, leg, hop)

    def _enter(self, gateway: Resource, plot: Plot, leg: Leg, hop: str) -> Sequence[Plot]:
        attachment = self._attached.get((gateway.urn, plot.vpc.urn))
        if attachment is None:
            leg.lacks(gateway, hop, f"{plot.vpc.name} is not attached to it: declare a VpcAttachment")
            return ()
        leg.rests_on(attachment)
        if not _enabled(gateway, attachment, "Association"):
            leg.lacks(attachment, hop, "it is associated with no route table: enable the default association")
        in_zone = [
            each for each in self._zones[attachment.urn] if None in (each.zone, plot.zone) or each.zone == plot.zone
        ]
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

    def _learn(self, route: Resource) -> None:
        graph = self._graph
        tables = graph.targets(route, "transitGatewayRouteTableId", TRANSIT)
        if not tables:
            by_id = self._by_table.get(known(route.props, "transitGatewayRouteTableId"))
            tables = [by_id] if by_id else []
        attachments = graph.targets(route, "transitGatewayAttachmentId", _ATTACHMENTS)
        real = [
            each
            for attachment in attachments
            for each in (
                graph.targets(attachment, "transitGatewayAttachmentId", frozenset({_PEERING}))
                if attachment.type == _ACCEPTER
                else (attachment,)
            )
        ]
        end = real[0] if real and value(route.props, "blackhole") is not True else None
        if span := block(value(route.props, "destinationCidrBlock")):
            for gateway in tables:
                self._routes[gateway.urn].append(TransitRoute(span, end, route))


def _enabled(gateway: Resource, attachment: Resource, what: str) -> bool:
    own = value(attachment.props, f"transitGatewayDefaultRouteTable{what}")
    return value(gateway.props, f"defaultRouteTable{what}") in ENABLED and own in ENABLED
