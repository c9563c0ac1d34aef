"""Packets from whatever stands at a path's source to whatever stands at its destination."""

from collections.abc import Callable, Mapping, Sequence

from policies.graph import Graph
from policies.model import Resource
from policies.paths.admissions import ENDPOINT, GROUP
from policies.paths.declared import Path
from policies.paths.leg import Leg, contained
from policies.paths.network import Network
from policies.paths.places import NODES, STANDS, Interface
from policies.paths.services import Services

SERVICE = "com.amazonaws."
"""Names of AWS services, as endpoints call them, start so."""
Beyond = Callable[[Resource, Path, Leg], None]
"""Follows what is behind a resource that packets have reached."""


class Packets:
    """Follows paths of `tcp`, `udp` and `any`."""

    def __init__(self, graph: Graph, network: Network, beyond: Mapping[str, Beyond]) -> None:
        self._graph, self._network, self._beyond = graph, network, beyond
        self._services = Services(graph, network)

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path*."""
        sources = [each for end in path.source for each in self._standing(end, path, leg)]
        starts = dict.fromkeys(interface for each in sources for interface in self._network.places.of(each))
        for end in path.destination:
            if end.startswith(SERVICE):
                self._services.follow(starts, end, path, leg)
            elif not end.startswith("urn:") and "." in end:
                for start in starts:
                    leg.add(self._network.out(start, end, path.packets, path.ports))
            else:
                for target in self._standing(end, path, leg):
                    self._reach(starts, target, path, leg)

    @contained
    def _reach(self, starts: Mapping[Interface, None], target: Resource, path: Path, leg: Leg) -> None:
        leg.rests_on_all((target, *self._network.places.by(target)))
        for interface in self._network.places.of(target):
            for start in starts:
                leg.add(self._network.between(start, interface, path.packets, path.ports))
        if target.type in self._beyond:
            self._beyond[target.type](target, path, leg)

    def _standing(self, end: str, path: Path, leg: Leg) -> Sequence[Resource]:
        """Return what stands at *end*: a group stands for all that wear it."""
        found = self._graph.by_urn.get(end)
        if found is None:
            leg.lacks(
                path.owner, end.rpartition("::")[2], "the stack has no such thing: declare it, or correct the path"
            )
            return ()
        if found.type not in GROUP:
            return [found] if found.type in STANDS or found.type == NODES else ()
        leg.rests_on(found)
        wearers = [each for each in self._network.places.wearing(found) if each.type != ENDPOINT]
        standing = [each for each in wearers if self._network.places.of(each)]
        for one in standing if len(standing) == 1 else ():
            leg.rests_on_all((one, *self._network.places.by(one)))
        if not standing:
            leg.lacks(found, found.name, "nothing that stands in a subnet wears it: give it to what the path is for")
        return standing
