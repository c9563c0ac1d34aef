"""What rules on declared paths say of them."""

from collections.abc import Iterable, Mapping

from policies.graph import Graph
from policies.model import Finding, NotApplicable
from policies.paths.declared import Path
from policies.paths.leg import Fault
from policies.paths.walk import Legs, Walk


def broken(graph: Graph, walk: Walk, legs: Legs) -> Iterable[Finding | None]:
    """Yield what the paths *legs* of *walk* lack, each fault once, and what of them isn't known yet.

    Raises:
        NotApplicable: there is no such path.
    """
    if not legs and not walk.unread:
        raise NotApplicable("the stack declares no such path")
    yield from (None for _ in legs)
    certain = [(path, fault) for path, leg in legs for fault in leg.faults]
    yield from _findings(graph, certain, obligation=False)
    said = {(fault.urn, fault.mend) for _, fault in certain}
    open_ = [(path, fault) for path, leg in legs for fault in leg.open if (fault.urn, fault.mend) not in said]
    yield from _findings(graph, open_, obligation=True)
    yield from unread(walk, legs).values()


def unread(walk: Walk, legs: Legs) -> Mapping[str, Finding]:
    """Return obligations for all that isn't known yet of the paths *legs* of *walk*, or of which paths there are."""
    every = (walk.unread, *(leg.unread for _, leg in legs))
    return {message: finding for found in every for message, finding in found.items()}


def _findings(graph: Graph, faults: Iterable[tuple[Path, Fault]], *, obligation: bool) -> Iterable[Finding]:
    found: dict[tuple[str, str], tuple[Fault, dict[str, None]]] = {}
    for path, fault in faults:
        found.setdefault((fault.urn, fault.mend), (fault, {}))[1][str(path)] = None
    for fault, (first, *others) in found.values():
        more = f" and {len(others)} more" if others else ""
        message = f"{graph.by_urn[fault.urn].name}: path {first}{more}: {fault.hop}: {fault.mend}"
        yield Finding(message=message, urn=fault.urn, obligation=obligation)


def rested_on(legs: Legs) -> frozenset[str]:
    """Return the URNs of all that *legs* rest on."""
    return frozenset(element.urn for _, leg in legs for element in leg.elements)
