"""Rules that every active region has a service that AWS turns on region by region."""

from collections.abc import Callable, Iterable

from policies.answers import all_hold
from policies.graph import Graph, StackRule
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.references import of_another
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import each_region, region_of, running_regions
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
    works: Callable[[Graph], Callable[[Resource], bool]] = lambda _graph: lambda _resource: True,
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
        kept, does = graph.of((resource_type,)), works(graph)

        def is_in(resource: Resource, region: str) -> bool:
            return all_hold(lambda: region_of(resource) == region, lambda: does(resource))

        def fault(region: str) -> str | None:
            present = some(kept, lambda resource: of_another(resource, lambda: is_in(resource, region)))
            return None if present else f"has no {label}"

        yield from each_region(active, fault)

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
