"""Every log that components declare reaches the archive and the search, and every log group is declared."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.paths.log_sources import GROUP
from policies.paths.walk import walk
from policies.rules.stack._paths import broken, rested_on, unread
from policies.rules.stack._rooms import demanded


def _check(graph: Graph) -> Iterable[Finding | None]:
    demanded(graph, "security")
    found = walk(graph)
    legs = found.logs
    yield from broken(graph, found, legs)
    declared, open_ = rested_on(legs), bool(unread(found, legs))
    for group in graph.of(GROUP):
        if group.urn in declared:
            yield None
        else:
            message = f"{group.name}: no declared path says where its logs go: register one beside it"
            yield Finding(message=message, urn=group.urn, obligation=open_)


RULE = StackRule(
    name="stack_logs_arrive",
    title="Logs reach the archive and the search that they are declared for.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.MONITORING}),
    remediation="Mend the hop as it says, or correct the path that the component registers.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_detect_investigate_events_logs.html",
)
