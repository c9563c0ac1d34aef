"""What GuardDuty and Security Hub find is told somebody: a rule of EventBridge hands it on.

Amazon GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge"; AWS Security Hub User Guide,
"Using EventBridge for automated response and remediation".
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import NoRegionError, by_region, region_of

SOURCES = {
    "aws:guardduty/detector:Detector": "aws.guardduty",
    "aws:securityhub/account:Account": "aws.securityhub",
}
"""What finds, and the source of the events that tell of it."""
RULE_TYPE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"


def _check(graph: Graph) -> Iterable[Finding | None]:
    owned_here(graph)
    handed_on = graph.referred("rule", by=(TARGET,), to=frozenset({RULE_TYPE}))
    told: dict[str, list[Resource]] = defaultdict(list)
    for rule in graph.of((RULE_TYPE,)):
        if rule.urn in handed_on and value(rule.props, "state", "ENABLED") != "DISABLED":
            for source in items(json.loads(value(rule.props, "eventPattern", "{}")), "source"):
                told[source].append(rule)

    where = {source: by_region(rules) for source, rules in told.items()}

    def check(finder: Resource) -> str | None:
        source = SOURCES[finder.type]
        if source not in where:
            return f"nobody is told of what {source} finds"
        placed, silent = where[source]
        if region_of(finder) in placed:
            return None
        if silent:
            raise NoRegionError(graph.by_urn[silent[0].urn])
        return f"nobody is told of what {source} finds"

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
