"""Rules that every active region has a service that AWS turns on region by region."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, NotApplicable, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import active_regions
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
) -> StackRule:
    """Return the rule *name*, that each active region has a *resource_type*, which a message calls *label*.

    Unless the *room* that it stands in is left out.
    """

    def check(graph: Graph) -> Iterable[Finding | None]:
        owned_here(graph)
        if room:
            demanded(graph, room)
        active = active_regions(graph)
        if not active:
            raise NotApplicable("the stack is active in no region")
        present = {value(resource.props, "region") for resource in graph.of((resource_type,))}
        for region in sorted(active):
            yield None if region in present else Finding(message=f"{region} has no {label}")

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
