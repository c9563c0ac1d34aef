"""What GuardDuty and Security Hub find is told somebody: a rule of EventBridge hands it on.

Amazon GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge"; AWS Security Hub User Guide,
"Using EventBridge for automated response and remediation".
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.rules.stack._account import owned_here
from policies.rules.stack._told import told_of

SOURCES = {
    "aws:guardduty/detector:Detector": "aws.guardduty",
    "aws:securityhub/account:Account": "aws.securityhub",
}
"""What finds, and the source of the events that tell of it."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    owned_here(graph)
    is_told = told_of(graph)

    def check(finder: Resource) -> str | None:
        source = SOURCES[finder.type]
        return None if is_told(finder, source) else f"nobody is told of what {source} finds"

    yield from each(graph.of(SOURCES), check)


RULE = StackRule(
    name="stack_findings_are_told",
    title="Findings of threats are told.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.INCIDENT_RESPONSE, Objective.MONITORING}),
    remediation="Declare an EventRule on the source in the region, and an EventTarget of it that tells somebody.",
    link="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html",
)
