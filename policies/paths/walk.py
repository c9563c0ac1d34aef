"""Every path that a stack declares, followed once."""

from collections.abc import Callable, Mapping
from weakref import WeakKeyDictionary

from policies.graph import Graph
from policies.model import Resource
from policies.paths.declared import Path, paths
from policies.paths.grants import Grants
from policies.paths.leg import Leg
from policies.paths.network import Network
from policies.paths.packets import Packets
from policies.paths.places import BALANCER
from policies.paths.proxies import ENDPOINT, PROXY, Proxies
from policies.paths.requests import Requests


class Walk:
    """The paths of a graph, what each lacks, and what all of them rest on."""

    def __init__(self, graph: Graph) -> None:
        self.network = Network(graph)
        grants = Grants(graph)
        self._requests = Requests(graph, self.network, grants)
        proxies = Proxies(graph, self.network, grants)
        beyond = {PROXY: proxies.beyond, ENDPOINT: proxies.beyond, BALANCER: self._enter}
        packets = Packets(graph, self.network, beyond)
        followers: Mapping[str, Callable[[Path, Leg], None]] = {
            "any": packets.follow,
            "tcp": packets.follow,
            "udp": packets.follow,
            "https": self._requests.follow,
        }
        self.legs: list[tuple[Path, Leg]] = []
        for path in paths(graph):
            leg = Leg()
            followers[path.protocol](path, leg)
            self._trace(graph, leg)
            self.legs.append((path, leg))

    def _enter(self, balancer: Resource, path: Path, leg: Leg) -> None:
        if path.port is not None:
            self._requests.serving.enter(balancer, path.port, None, leg)

    @staticmethod
    def _trace(graph: Graph, leg: Leg) -> None:
        """Note what the elements of *leg* are made of and the stack doesn't have."""
        for urn in {element.urn for element in leg.elements}:
            resource = graph.by_urn[urn]
            for prop, origins in resource.property_dependencies.items():
                for origin in origins:
                    if origin not in graph.by_urn:
                        lost = origin.rpartition("::")[2]
                        leg.lacks(resource, f"{resource.name} -> {lost}", f"its {prop} comes from {lost}: declare that")


_WALKS: WeakKeyDictionary[Graph, Walk] = WeakKeyDictionary()


def walk(graph: Graph) -> Walk:
    """Return the walk of *graph*, which the rules on paths share."""
    if graph not in _WALKS:
        _WALKS[graph] = Walk(graph)
    return _WALKS[graph]
