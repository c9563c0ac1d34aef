"""Checks of what stands beside something else in its region, where AWS keeps it once per account and region."""

from collections.abc import Callable, Iterable
from functools import cache

from policies.graph import Graph, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import region_of


def in_its_region(
    *,
    guarded: frozenset[str],
    by: tuple[str, ...],
    asks: Callable[[Resource], bool] = lambda _resource: True,
    fault: str,
) -> Callable[[Graph], Iterable[Finding | None]]:
    """Return the check that whatever of the types *guarded* *asks* for it has one of *by* in its region."""

    def check(graph: Graph) -> Iterable[Finding | None]:
        owned_here(graph)
        kept = graph.of(by)

        @cache
        def is_in(region: str) -> bool:
            return some(kept, lambda other: region_of(other) == region)

        def fault_of(resource: Resource) -> str | None:
            if not asks(resource):
                raise NotApplicable("it needs nothing beside it")
            return None if is_in(region_of(resource)) else fault

        yield from each(graph.of(sorted(guarded)), fault_of)

    return check
