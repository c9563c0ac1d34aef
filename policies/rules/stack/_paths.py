"""What rules on declared paths say of them."""

from collections.abc import Iterable, Mapping

from policies.graph import Graph
from policies.model import Finding, NotApplicable
from policies.paths.leg import Fault, Leg
from policies.paths.walk import Legs


def broken(graph: Graph, legs: Legs) -> Iterable[Finding | None]:
    """Yield what the paths of *legs* lack, each fault once; open, all of it, if a value on the way isn't known.

    Raises:
        NotApplicable: there is no such path.
    """
    if not legs:
        raise NotApplicable("the stack declares no such path")
    yield from (None for _ in legs)
    yield from _findings(graph, {str(path): leg.faults for path, leg in legs}, obligation=bool(graph.unread))
    yield from _findings(graph, {str(path): leg.open for path, leg in legs}, obligation=True)


def _findings(graph: Graph, faults: Mapping[str, Iterable[Fault]], *, obligation: bool) -> Iterable[Finding]:
    found: dict[tuple[str, str], tuple[Fault, dict[str, None]]] = {}
    for path, lacking in faults.items():
        for fault in lacking:
            found.setdefault((fault.urn, fault.mend), (fault, {}))[1][path] = None
    for fault, (first, *others) in found.values():
        more = f" and {len(others)} more" if others else ""
        message = f"{graph.by_urn[fault.urn].name}: path {first}{more}: {fault.hop}: {fault.mend}"
        yield Finding(message=message, urn=fault.urn, obligation=obligation)


def rested_on(legs: Legs) -> frozenset[str]:
    """Return the URNs of all that *legs* rest on."""
    return frozenset(element.urn for leg in _each(legs) for element in leg.elements)


def _each(legs: Legs) -> Iterable[Leg]:
    return (leg for _, leg in legs)
