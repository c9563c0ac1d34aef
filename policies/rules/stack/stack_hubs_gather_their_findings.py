"""Security Hub in several regions gathers its findings in one, where somebody looks.

AWS Security Hub User Guide, "Understanding cross-Region aggregation in Security Hub CSPM".
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.stack._account import owned_here
from policies.rules.stack._regions import region_of

HUB, AGGREGATOR = "aws:securityhub/account:Account", "aws:securityhub/findingAggregator:FindingAggregator"


def _gathers(aggregator: Resource, region: str) -> bool:
    """Return whether *aggregator* stands in *region*, or copies findings from there."""
    mode = value(aggregator.props, "linkingMode")
    if mode == "NO_REGIONS":
        return False
    if mode == "ALL_REGIONS" or region_of(aggregator) == region:
        return True
    listed = some(items(aggregator.props, "specifiedRegions"), lambda each: each == region)
    return listed is (mode == "SPECIFIED_REGIONS")


def _check(graph: Graph) -> Iterable[Finding | None]:
    owned_here(graph)
    hubs, aggregators = graph.of((HUB,)), graph.of((AGGREGATOR,))
    if len(hubs) < 2:
        raise NotApplicable("Security Hub stands in one region at most")

    def fault(hub: Resource) -> str | None:
        region = region_of(hub)
        return None if some(aggregators, lambda each: _gathers(each, region)) else "no aggregator gathers its findings"

    yield from each(hubs, fault)


RULE = StackRule(
    name="stack_hubs_gather_their_findings",
    title="Security Hub's findings of all regions are gathered in one.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MONITORING, Objective.THREAT_DETECTION}),
    remediation="Declare a FindingAggregator in one region that links the others.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/finding-aggregation.html",
)
