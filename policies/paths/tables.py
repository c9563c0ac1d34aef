"""Route tables: where a packet that leaves a subnet, or enters a network by its internet gateway, goes next.

The most specific route that has the address decides; every table leads to its own network's addresses. A subnet that
is associated with no table uses its network's main one (Amazon VPC User Guide, "Route priority", "Subnet route
tables", "Gateway route tables").
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies.graph import Graph, texts
from policies.model import Resource
from policies.paths.admissions import PREFIX_LIST, given, prefix_entries
from policies.paths.ground import SUBNET, VPC
from policies.paths.spans import Span, block, less
from policies.read import items, value

GATEWAY = frozenset({"aws:ec2/internetGateway:InternetGateway"})
NAT = frozenset({"aws:ec2/natGateway:NatGateway"})
TRANSIT = frozenset({"aws:ec2transitgateway/transitGateway:TransitGateway"})
FIREWALL = frozenset({"aws:networkfirewall/firewall:Firewall"})
TARGETS: Mapping[str, frozenset[str]] = {
    "gatewayId": GATEWAY,
    "natGatewayId": NAT,
    "transitGatewayId": TRANSIT,
    "vpcEndpointId": FIREWALL,
}
"""Properties that name where a route leads, and the types that are followed there."""
_TABLES = frozenset({"aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"})
_ROUTE, _ASSOCIATION = "aws:ec2/route:Route", "aws:ec2/routeTableAssociation:RouteTableAssociation"
_MAIN = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
_BLOCKS, _INLINE_BLOCKS = ("destinationCidrBlock", "destinationIpv6CidrBlock"), ("cidrBlock", "ipv6CidrBlock")


@dataclass(frozen=True)
class Route:
    """One route of a table. The one to the network's own addresses has no resource."""

    resource: Resource | None
    """What declares it."""
    part: str
    addresses: Span
    targets: Sequence[Resource]
    """Where it leads, as far as the stack has it."""
    endpoint: str = ""
    """Id of the endpoint that it leads to, where that is known."""
    named: Sequence[Resource] = ()
    """What of the stack's prefix lists names the addresses."""


class Tables:
    """The route tables of a stack."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._lists = prefix_entries(graph)
        self._routes: dict[str, list[Route]] = defaultdict(list)
        for route in graph.of((_ROUTE,)):
            for table in graph.targets(route, "routeTableId", _TABLES):
                self._add(table, route, "", route.props, "")
        for table in graph.of(_TABLES):
            for index, each in enumerate(items(table.props, "routes") if given(table, "routes") else ()):
                self._add(table, table, f"routes[{index}]", each, "routes")
        self._by_subnet: dict[str, tuple[Resource, Resource]] = {}
        self._by_gateway: dict[str, tuple[Resource, Resource]] = {}
        for association in graph.of((_ASSOCIATION,)):
            for table in graph.targets(association, "routeTableId", _TABLES):
                for subnet in graph.targets(association, "subnetId", SUBNET):
                    self._by_subnet[subnet.urn] = table, association
                for gateway in graph.targets(association, "gatewayId", GATEWAY):
                    self._by_gateway[gateway.urn] = table, association
        self._main = {
            vpc.urn: (table, association)
            for association in graph.of((_MAIN,))
            for vpc in graph.targets(association, "vpcId", VPC)
            for table in graph.targets(association, "routeTableId", _TABLES)
        }

    def of_subnet(self, subnet: str, vpc: str) -> Sequence[Resource]:
        """Return the table of *subnet* and what associates the two; nothing where it is its network's own main one."""
        return self._by_subnet.get(subnet) or self._main.get(vpc) or ()

    def of_gateway(self, gateway: str) -> Sequence[Resource]:
        """Return the table of an internet gateway, by URN, and what associates the two."""
        return self._by_gateway.get(gateway, ())

    def every(self) -> Iterator[Route]:
        """Yield every declared route."""
        for routes in self._routes.values():
            yield from routes

    def lookup(
        self, table: Resource | None, own: Sequence[Span], to: Sequence[Span]
    ) -> tuple[Sequence[Route], Sequence[Span]]:
        """Return the routes of *table*, in a network of the addresses *own*, that packets *to* take, and what none has.

        No table stands for one that has the network's own addresses alone.
        """
        routes = [Route(None, "", span, ()) for span in own] + (self._routes.get(table.urn, []) if table else [])
        taken: list[Route] = []
        missing = to
        for route in sorted(routes, key=lambda each: each.addresses.last - each.addresses.first):
            if any(span.meets(route.addresses) for span in missing):
                taken.append(route)
                missing = less(missing, route.addresses)
        return taken, missing

    def _add(self, table: Resource, owner: Resource, part: str, props: Any, within: str) -> None:
        graph = self._graph
        lists = graph.targets(owner, within or "destinationPrefixListId", frozenset({PREFIX_LIST}))
        blocks = (block(value(props, prop)) for prop in (_INLINE_BLOCKS if within else _BLOCKS))
        spans: dict[Span, Sequence[Resource]] = {span: () for span in blocks if span}
        for each in lists:
            spans.update(self._lists[each.urn])
        targets = [
            each for prop, types in TARGETS.items() for each in graph.targets(owner, within or prop, types | SUBNET)
        ]
        endpoint = next(iter(texts(props, "vpcEndpointId")), "")
        self._routes[table.urn] += [Route(owner, part, span, targets, endpoint, named) for span, named in spans.items()]
