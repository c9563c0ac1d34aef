"""AWS's own services, reached by endpoints inside a network.

An interface endpoint answers under the service's own name where its private DNS is on, which asks for the network's
DNS; a gateway endpoint stands in route tables (AWS PrivateLink Guide, "Access an AWS service using an interface VPC
endpoint", "Gateway endpoints").
"""

from collections.abc import Iterable

from policies.graph import Graph
from policies.model import Resource
from policies.paths.admissions import ENDPOINT
from policies.paths.declared import Path
from policies.paths.ground import VPC
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Referring
from policies.paths.network import Network
from policies.paths.places import Interface
from policies.read import value
from policies.rules.stack._noting import asked

_TABLE = frozenset({"aws:ec2/routeTable:RouteTable"})
_ASSOCIATION = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"


class Services:
    """The endpoints of a stack, by network and name of the service."""

    def __init__(self, graph: Graph, network: Network) -> None:
        self._graph, self._network = graph, network
        self._endpoints = Referring(graph, "vpcId", by=(ENDPOINT,), to=VPC)
        self._associations = Referring(graph, "vpcEndpointId", by=(_ASSOCIATION,), to=frozenset({ENDPOINT}))

    def follow(self, starts: Iterable[Interface], service: str, path: Path, leg: Leg) -> None:
        """Follow packets from each of *starts* to *service*."""
        for start in starts:
            self._leave(start, service, path, leg)

    @contained
    def _leave(self, start: Interface, service: str, path: Path, leg: Leg) -> None:
        plot = self._network.ground.of(start.subnet)
        hop = f"{plot.name} -> {service}"
        for endpoint in self._endpoints.of(plot.vpc):
            if asked(self._graph, endpoint, lambda each=endpoint: value(each.props, "serviceName")) == service:
                if value(endpoint.props, "vpcEndpointType") == "Interface":
                    self._enter(start, endpoint, path, hop, leg)
                else:
                    self._pass(start, endpoint, path, hop, leg)
                return
        leg.lacks(plot.vpc, hop, f"{plot.vpc.name} has no endpoint of that service: declare a VpcEndpoint")

    @contained
    def _enter(self, start: Interface, endpoint: Resource, path: Path, hop: str, leg: Leg) -> None:
        leg.rests_on(endpoint)
        vpc = self._network.ground.of(start.subnet).vpc
        if value(endpoint.props, "privateDnsEnabled") is not True:
            leg.lacks(endpoint, hop, "the service's name leads past the endpoint: set private_dns_enabled")
        for prop in ("enableDnsSupport", "enableDnsHostnames"):
            if value(vpc.props, prop, prop == "enableDnsSupport") is not True:
                leg.lacks(vpc, hop, f"{vpc.name} doesn't answer for the endpoint's name: set {prop}")
        interfaces = self._network.places.of(endpoint)
        if not all(interface.groups for interface in interfaces):
            leg.lacks(endpoint, hop, "the endpoint wears the default group, which is closed: give it its own")
        if not interfaces:
            leg.lacks(endpoint, hop, "the endpoint stands in no subnet of the stack: give it subnet_ids")
        for interface in interfaces:
            leg.add(self._network.between(start, interface, path.packets, path.ports))

    @contained
    def _pass(self, start: Interface, endpoint: Resource, path: Path, hop: str, leg: Leg) -> None:
        leg.rests_on(endpoint)
        plot = self._network.ground.of(start.subnet)
        found = self._network.tables.of_subnet(plot.resource, plot.vpc)
        leg.rests_on_all(found)
        associated = [
            (association, table)
            for association in self._associations.of(endpoint)
            for table in self._graph.targets(association, "routeTableId", _TABLE)
        ]
        leg.rests_on_all(
            association for association, table in associated if table.urn in [each.urn for each in found[:1]]
        )
        named = self._graph.targets(endpoint, "routeTableIds", _TABLE)
        tables = {each.urn for each in (*named, *(table for _, table in associated))}
        if not found or found[0].urn not in tables:
            name = found[0].name if found else f"the main table of {plot.vpc.name}"
            leg.lacks(endpoint, hop, f"{name} doesn't lead to the endpoint: add it to its route_table_ids")
        self._network.to_list(start, endpoint, path.packets, path.ports, leg)
