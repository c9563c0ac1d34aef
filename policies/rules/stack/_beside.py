"""Rules on what stands beside something else in its region, where AWS keeps it once per account and region."""

from collections.abc import Callable, Iterable

from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._account import owned_here


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
    """Return the rule *name*, that a region with any of the types *guarded* that *asks* for it has one of *by*.

    A region is judged once, by the first that stands in it.
    """

    def check(graph: Graph) -> Iterable[Finding | None]:
        owned_here(graph)
        kept = graph.of(by)
        judged: set[object] = set()

        def fault_of(resource: Resource) -> str | None:
            region = value(resource.props, "region")
            if region in judged or not asks(resource):
                raise NotApplicable("its region is judged already, or it asks for nothing")
            judged.add(region)
            return None if some(kept, lambda other: value(other.props, "region") == region) else fault

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
