"""Rules that every active region has a service that AWS turns on region by region."""

from collections.abc import Callable, Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import by_region, running_regions
from policies.rules.stack._rooms import demanded


def in_every_region(
    name: str,
    label: str,
    resource_type: str,
    *,
    severity: Severity = Severity.HIGH,
    objectives: frozenset[Objective],
    link: str,
    sources: tuple[str, ...] = (),
    room: str | None = None,
    works: Callable[[Graph, Resource], bool] = lambda _graph, _resource: True,
) -> StackRule:
    """Return the rule *name*, that each region in which something runs has a *resource_type* that *works*.

    A message calls it *label*. It is not asked for where the *room* that it stands in is left out.
    """

    def check(graph: Graph) -> Iterable[Finding | None]:
        owned_here(graph)
        if room:
            demanded(graph, room)
        active, silent = running_regions(graph)
        if not active and not silent:
            raise NotApplicable("nothing of the stack runs in a region")
        yield from silent
        present, unplaced = by_region(each for each in graph.of((resource_type,)) if works(graph, each))
        yield from unplaced
        for region in sorted(active):
            missing = Finding(message=f"{region} has no {label}", obligation=bool(unplaced))
            yield None if region in present else missing

    return StackRule(
        name=name,
        title=f"Every region has {label}.",
        check=check,
        severity=severity,
        objectives=objectives,
        remediation=f"Declare a {resource_type.rpartition(':')[2]} in it.",
        link=link,
        sources=sources,
    )
