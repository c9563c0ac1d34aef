"""Checks that each resource of some types has another beside it which refers to it and guards it."""

from collections.abc import Callable, Iterable

from policies.graph import Graph, each
from policies.model import Finding


def each_has(
    *, guarded: frozenset[str], by: tuple[str, ...], prop: str, fault: str
) -> Callable[[Graph], Iterable[Finding | None]]:
    """Return the check that each of the types *guarded* is referred to by the property *prop* of one of *by*."""

    def check(graph: Graph) -> Iterable[Finding | None]:
        found = graph.referred(prop, by=by, to=guarded)
        yield from each(graph.of(sorted(guarded)), lambda resource: None if resource.urn in found else fault)

    return check
