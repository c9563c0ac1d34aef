"""Every path that components declare carries, hop by hop, and nothing lets more through than these paths need."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.paths.closed import open_doors
from policies.paths.walk import walk
from policies.rules.stack._paths import broken, unread


def _check(graph: Graph) -> Iterable[Finding | None]:
    found = walk(graph)
    legs = found.traffic
    yield from broken(graph, found, legs)
    doors: list[tuple[Resource, str]] = []
    unknown = graph.apart(lambda: doors.extend(open_doors(found) if legs else ()))
    yield from unknown.values()
    obligation = bool(unknown or unread(found, legs))
    for resource, fault in doors:
        yield Finding(message=f"{resource.name}: {fault}", urn=resource.urn, obligation=obligation)


RULE = StackRule(
    name="stack_paths_carry",
    title="What components declare to carry does, health checks ask what serves, and nothing else is open.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AVAILABILITY, Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Mend the hop or close the door as it says, or correct the paths that components register.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/plan-your-network-topology.html",
)
