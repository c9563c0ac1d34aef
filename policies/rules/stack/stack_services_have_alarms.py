"""Whatever carries traffic or holds data has an alarm of its own that tells somebody."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._alarms import SERVICES, watched


def _check(graph: Graph) -> Iterable[Finding]:
    known_to = watched(graph)
    for service in graph.of(SERVICES):
        if service.urn not in known_to:
            yield Finding(message=f"{service.name}: no alarm that tells somebody watches it", urn=service.urn)


RULE = StackRule(
    name="stack_services_have_alarms",
    title="Every service has an alarm that tells somebody.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.INCIDENT_RESPONSE, Objective.MONITORING}),
    remediation="Declare an alarm on its own metrics, with actions.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_monitor_aws_resources_monitor_resources.html",
)
