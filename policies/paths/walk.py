"""The paths that a stack declares, each kind followed once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

from policies.graph import Graph
from policies.model import Resource
from policies.paths.copies import Copies
from policies.paths.declared import Path, paths
from policies.paths.deliveries import Deliveries
from policies.paths.grants import Grants
from policies.paths.leg import Leg, apart
from policies.paths.logs import Logs
from policies.paths.network import Network
from policies.paths.packets import Packets
from policies.paths.places import BALANCER
from policies.paths.proxies import ENDPOINT, PROXY, Proxies
from policies.paths.requests import Requests

Legs = Sequence[tuple[Path, Leg]]


class Walk:
    """The paths of a graph, what each lacks, and what it rests on."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.declared: list[Path] = []
        self.unread = graph.apart(lambda: self.declared.extend(sorted(paths(graph), key=str)), inherits=False)
        """Obligations for what isn't known of which paths there are."""

    @cached_property
    def network(self) -> Network:
        """The stack's networks."""
        return Network(self._graph)

    @cached_property
    def traffic(self) -> Legs:
        """Paths of packets, of requests, and of what is delivered into clusters."""
        graph, grants = self._graph, Grants(self._graph)
        requests = Requests(graph, self.network, grants)
        proxies = Proxies(graph, self.network, grants)

        def enter(balancer: Resource, path: Path, leg: Leg) -> None:
            if path.port is not None:
                requests.serving.enter(balancer, path.port, None, leg)

        beyond = {PROXY: proxies.beyond, ENDPOINT: proxies.beyond, BALANCER: enter}
        packets = Packets(graph, self.network, beyond).follow
        followers = {"any": packets, "tcp": packets, "udp": packets, "https": requests.follow}
        return self._followed({**followers, "deliveries": Deliveries(graph, grants).follow})

    @cached_property
    def logs(self) -> Legs:
        """Paths of logs."""
        return self._followed({"logs": Logs(self._graph, Grants(self._graph)).follow})

    @cached_property
    def copies(self) -> Legs:
        """Paths of copies."""
        return self._followed({"copies": Copies(self._graph, Grants(self._graph)).follow})

    def _followed(self, followers: Mapping[str, Callable[[Path, Leg], None]]) -> Legs:
        followed = [path for path in self.declared if path.protocol in followers]
        legs = [(path, apart(self._graph, partial(followers[path.protocol], path))) for path in followed]
        for _, leg in legs:
            self._trace(leg)
        return legs

    def _trace(self, leg: Leg) -> None:
        """Note what the elements of *leg* are made of and the stack doesn't have."""
        by_urn = self._graph.by_urn
        for urn in {element.urn for element in leg.elements}:
            for lost in (origin.rpartition("::")[2] for origin in by_urn[urn].dependencies if origin not in by_urn):
                hop = f"{by_urn[urn].name} -> {lost}"
                leg.lacks(by_urn[urn], hop, f"it depends on {lost}, which isn't there: declare that")


def walk(graph: Graph) -> Walk:
    """Return the walk of *graph*, which the rules on paths share."""
    return graph.once(Walk)
