"""Look-ups that remember what they couldn't read: whoever asks is told, and what they find hangs on it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from policies.graph import Graph
from policies.model import Finding, Resource

K = TypeVar("K")
V = TypeVar("V")


class Answers(Generic[K, V]):
    """What *look* says of each thing that is asked about, once."""

    def __init__(self, graph: Graph, look: Callable[[K], V]) -> None:
        self._graph, self._look = graph, look
        self._found: dict[K, tuple[V, dict[str, Finding]]] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._found:
            before, self._graph.unread = self._graph.unread, {}
            try:
                self._found[key] = self._look(key), self._graph.unread
            finally:
                self._graph.unread = before
        answer, unread = self._found[key]
        if unread:
            self._graph.unread.update(unread)
        return answer


class Referring:
    """What of the types *by* refers to things of the types *to* by its property *prop*."""

    def __init__(self, graph: Graph, prop: str, *, by: Iterable[str], to: frozenset[str], single: bool = False) -> None:
        """Of what is *single* a thing has one: where that is known, references that aren't known are none to it."""
        self._graph, self._single = graph, single
        self._to: Mapping[str, Sequence[Resource]] = {}
        self._unread = graph.apart(lambda: self._look_up(prop, by, to), inherits=False)

    def of(self, thing: Resource) -> Sequence[Resource]:
        """Return what is known to refer to *thing*."""
        found = self._to.get(thing.urn, ())
        if self._unread and not (found and self._single):
            self._graph.unread.update(self._unread)
        return found

    def _look_up(self, prop: str, by: Iterable[str], to: frozenset[str]) -> None:
        self._to = self._graph.referred(prop, by=by, to=to)
