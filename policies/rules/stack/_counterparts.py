"""Checks that each resource of some types has another beside it which refers to it and guards it."""

from collections.abc import Callable, Iterable

from policies.graph import Graph, each
from policies.model import Finding


def each_has(
    *, guarded: frozenset[str], by: tuple[str, ...], prop: str, fault: str
) -> Callable[[Graph], Iterable[Finding | None]]:
    """Return the check that each of the types *guarded* is referred to by one of *by*, whose *prop* names one."""

    def check(graph: Graph) -> Iterable[Finding | None]:
        found = graph.referrers(prop, by=by, to=guarded)
        yield from each(graph.of(sorted(guarded)), lambda resource: None if found.include(resource) else fault)

    return check
