"""Every copy that components declare is made: replicas of stores and keys, and of recovery points."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.paths.walk import walk
from policies.rules.stack._paths import broken


def _check(graph: Graph) -> Iterable[Finding | None]:
    found = walk(graph)
    return broken(graph, found, found.copies)


RULE = StackRule(
    name="stack_copies_arrive",
    title="Copies of stores, keys and recovery points are made where they are declared to rest.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AVAILABILITY, Objective.BACKUP}),
    remediation="Mend the hop as it says, or correct the path that the component registers.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_backing_up_data_identified_backups_data.html",
)
