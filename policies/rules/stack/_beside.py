"""Rules on what stands beside something else in its region, where AWS keeps it once per account and region."""

from collections.abc import Callable, Iterable
from functools import cache

from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import region_of


def in_its_region(
    name: str,
    title: str,
    *,
    guarded: frozenset[str],
    by: tuple[str, ...],
    fault: str,
    remediation: str,
    severity: Severity = Severity.MEDIUM,
    objectives: frozenset[Objective],
    link: str,
    sources: tuple[str, ...] = (),
    asks: Callable[[Resource], bool] = lambda _resource: True,
) -> StackRule:
    """Return the rule *name*, that whatever of the types *guarded* *asks* for it has one of *by* in its region."""

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

    return StackRule(
        name=name,
        title=title,
        check=check,
        severity=severity,
        objectives=objectives,
        remediation=remediation,
        link=link,
        sources=sources,
    )
