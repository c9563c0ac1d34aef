"""What GuardDuty and Security Hub find is told somebody: a rule of EventBridge hands it on.

Amazon GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge"; AWS Security Hub User Guide,
"Using EventBridge for automated response and remediation".
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._account import owned_here
from policies.rules.stack._told import told_of

SOURCES = {
    "aws:guardduty/detector:Detector": "aws.guardduty",
    "aws:securityhub/account:Account": "aws.securityhub",
}
"""What finds, and the source of the events that tell of it."""


def _check(graph: Graph) -> Iterable[Finding | None]:
    owned_here(graph)
    told = told_of(graph)
    for finder in graph.of(SOURCES):
        source = SOURCES[finder.type]
        message = f"{finder.name}: nobody is told of what {source} finds"
        heard = (value(finder.props, "region"), source) in told
        yield None if heard else Finding(message=message, urn=finder.urn)


RULE = StackRule(
    name="stack_findings_are_told",
    title="Findings of threats are told.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.INCIDENT_RESPONSE, Objective.MONITORING}),
    remediation="Declare an EventRule on the source in the region, and an EventTarget of it that tells somebody.",
    link="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html",
)
