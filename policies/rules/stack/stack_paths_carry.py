"""Every path that components declare carries, hop by hop, and nothing lets more through than these paths need."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.paths.closed import open_doors
from policies.paths.walk import walk
from policies.rules.stack._paths import broken


def _check(graph: Graph) -> Iterable[Finding | None]:
    found = walk(graph)
    doors = [*open_doors(found)] if found.traffic else []
    yield from broken(graph, found.traffic)
    for resource, fault in doors:
        yield Finding(message=f"{resource.name}: {fault}", urn=resource.urn, obligation=bool(graph.unread))


RULE = StackRule(
    name="stack_paths_carry",
    title="What components declare to carry does, health checks ask what serves, and nothing else is open.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AVAILABILITY, Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Mend the hop or close the door as it says, or correct the paths that components register.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/plan-your-network-topology.html",
)
