"""Event data stores keep a year of events."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 365
"""PCI DSS 4.0.1, 10.5.1; seven years unless told otherwise."""


def _check(shortest_days: int) -> Check:
    def check(props: Props) -> str | None:
        days = props.get("retentionPeriod")
        if days is not None and not at_least(days, shortest_days):
            return f"events are deleted before {shortest_days} days are over"
        return None

    return check


RULE = Rule(
    name="cloudtrail_store_keeps_a_year",
    title="Event data stores keep a year of events.",
    resource_types=frozenset({"aws:cloudtrail/eventDataStore:EventDataStore"}),
    check=_check(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=7, most=3653, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LOG_RETENTION}),
    remediation="Raise retentionPeriod.",
    link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html",
    sources=("PCI DSS 4.0.1 10.5.1",),
)
