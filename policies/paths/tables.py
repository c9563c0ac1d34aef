"""Route tables: where a packet that leaves a subnet, or enters a network by its internet gateway, goes next.

The most specific route that has the address decides; every table leads to its own network's addresses. A subnet that
is associated with no table uses its network's main one (Amazon VPC User Guide, "Route priority", "Subnet route
tables", "Gateway route tables").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from policies.graph import Graph, texts
from policies.model import Resource
from policies.paths.admissions import PREFIX_LIST, PrefixLists, given
from policies.paths.ground import SUBNET, VPC
from policies.paths.lookups import Answers, Referring
from policies.paths.spans import Span, block, less
from policies.read import items, numbered, value
from policies.rules.stack._noting import asked, noted

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
        self._lists = PrefixLists(graph)
        self._declared = Referring(graph, "routeTableId", by=(_ROUTE,), to=_TABLES)
        self._routes = Answers(graph, self._of)
        self._associating = Answers(graph, self._tables_of)
        by = (_ASSOCIATION,)
        self._by_subnet = Referring(graph, "subnetId", by=by, to=SUBNET, single=True)
        self._by_gateway = Referring(graph, "gatewayId", by=by, to=GATEWAY, single=True)
        self._main = Referring(graph, "vpcId", by=(_MAIN,), to=VPC, single=True)

    def of_subnet(self, subnet: Resource, vpc: Resource) -> Sequence[Resource]:
        """Return the table of *subnet* and what associates the two; nothing where it is its network's own main one."""
        return self._associated(self._by_subnet, subnet) or self._associated(self._main, vpc)

    def of_gateway(self, gateway: Resource) -> Sequence[Resource]:
        """Return the table of the internet gateway *gateway*, and what associates the two."""
        return self._associated(self._by_gateway, gateway)

    def every(self) -> Iterator[Route]:
        """Yield every declared route."""
        for table in self._graph.of(_TABLES):
            yield from self._routes[table.urn]

    def lookup(
        self, table: Resource | None, own: Sequence[Span], to: Sequence[Span]
    ) -> tuple[Sequence[Route], Sequence[Span]]:
        """Return the routes of *table*, in a network of the addresses *own*, that packets *to* take, and what none has.

        No table stands for one that has the network's own addresses alone.
        """
        routes = [Route(None, "", span, ()) for span in own] + [*(self._routes[table.urn] if table else ())]
        taken: list[Route] = []
        missing = to
        for route in sorted(routes, key=lambda each: each.addresses.last - each.addresses.first):
            if any(span.meets(route.addresses) for span in missing):
                taken.append(route)
                missing = less(missing, route.addresses)
        return taken, missing

    def _associated(self, associations: Referring, thing: Resource) -> Sequence[Resource]:
        for association in associations.of(thing):
            for table in self._associating[association.urn]:
                return table, association
        return ()

    def _tables_of(self, urn: str) -> Sequence[Resource]:
        return self._graph.targets(self._graph.by_urn[urn], "routeTableId", _TABLES)

    def _of(self, urn: str) -> Sequence[Route]:
        graph, table = self._graph, self._graph.by_urn[urn]
        found: list[Route] = []
        for route in self._declared.of(table):
            found += asked(graph, route, partial(self._leading, route, "", route.props, "")) or ()
        inline = items(table.props, "routes") if given(table, "routes") else ()
        for part, each in noted(graph, table, numbered(inline, "routes")):
            found += asked(graph, table, partial(self._leading, table, part, each, "routes")) or ()
        return found

    def _leading(self, owner: Resource, part: str, props: Any, within: str) -> Sequence[Route]:
        graph = self._graph
        lists = graph.targets(owner, within or "destinationPrefixListId", frozenset({PREFIX_LIST}))
        blocks = (block(value(props, prop)) for prop in (_INLINE_BLOCKS if within else _BLOCKS))
        spans: dict[Span, Sequence[Resource]] = {span: () for span in blocks if span}
        for each in lists:
            spans.update(self._lists.of(each))
        targets = [
            each for prop, types in TARGETS.items() for each in graph.targets(owner, within or prop, types | SUBNET)
        ]
        endpoint = next(iter(texts(props, "vpcEndpointId")), "")
        return [Route(owner, part, span, targets, endpoint, named) for span, named in spans.items()]
