"""Whatever carries traffic or holds data has an alarm of its own that tells somebody."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._alarms import Watches
from policies.rules.stack._dimensions import SERVICES


def _check(graph: Graph) -> Iterable[Finding | None]:
    watches = Watches(graph)

    def check(service: Resource) -> str | None:
        return None if watches.over(service) else "no alarm that tells somebody watches it"

    yield from each(graph.of(SERVICES), check)


RULE = StackRule(
    name="stack_services_have_alarms",
    title="Every service has an alarm that tells somebody.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.INCIDENT_RESPONSE, Objective.MONITORING}),
    remediation="Declare an alarm on its own metrics, with actions.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_monitor_aws_resources_monitor_resources.html",
)
