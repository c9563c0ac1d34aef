"""Where a stack names what it holds of people, a workflow sees to what they ask, and rings before their time is over.

GDPR Art. 12(3) gives a month, 11 CCR 7021(b) 45 days: what isn't taken up within a day is soon late.
"""

from collections.abc import Iterable

from policies.graph import DATA_CATALOGUE, REQUEST_WORKFLOW, Graph, StackRule
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.references import each, of_another
from policies.rules.stack._recovery import DAY, interval_minutes

STARTER, ALARM = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/metricAlarm:MetricAlarm"
LATE = "RequestsLate"


def _check(graph: Graph) -> Iterable[Finding | None]:
    catalogues = graph.of((DATA_CATALOGUE,))
    if not catalogues:
        raise NotApplicable("the stack declares no catalogue of personal data")
    workflows = graph.of((REQUEST_WORKFLOW,))
    if not workflows:
        yield Finding(message="nothing sees to what people ask of their data", urn=catalogues[0].urn)

    def check(workflow: Resource) -> str | None:
        def own(kind: str) -> list[Resource]:
            return [child for child in graph.of((kind,)) if child.parent == workflow.urn]

        if not some(own(STARTER), lambda child: of_another(child, lambda: _starts(child))):
            return "nothing starts it every day"
        rings = some(own(ALARM), lambda child: of_another(child, lambda: value(child.props, "metricName") == LATE))
        return None if rings else "nothing rings before the time to answer is over"

    yield from each(workflows, check)


def _starts(child: Resource) -> bool:
    schedule = value(child.props, "scheduleExpression")
    return bool(schedule) and value(child.props, "state") != "DISABLED" and interval_minutes(schedule) <= DAY


RULE = StackRule(
    name="stack_requests_are_seen_to",
    title="What people ask of their data is seen to in time.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SUBJECT_RIGHTS}),
    remediation="Declare the workflow of people's requests, its schedule and its alarms.",
    link="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
)
