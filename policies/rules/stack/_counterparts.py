"""Rules that each resource of some types has another beside it which refers to it and guards it."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective


def each_has(
    name: str,
    title: str,
    *,
    guarded: frozenset[str],
    by: tuple[str, ...],
    prop: str,
    fault: str,
    remediation: str,
    severity: Severity = Severity.MEDIUM,
    objectives: frozenset[Objective],
    link: str,
    sources: tuple[str, ...] = (),
) -> StackRule:
    """Return the rule *name*, that each of the types *guarded* is referred to by the property *prop* of one of *by*."""

    def check(graph: Graph) -> Iterable[Finding | None]:
        found = graph.referred(prop, by=by, to=guarded)
        yield from each(graph.of(sorted(guarded)), lambda resource: None if resource.urn in found else fault)

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
