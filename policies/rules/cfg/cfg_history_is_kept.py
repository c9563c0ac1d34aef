"""Configurations are kept a year."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

SHORTEST_DAYS = 365
"""PCI DSS 4.0.1, 10.5.1; AWS Config keeps seven years unless told otherwise."""


def _check(shortest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(props.get("retentionPeriodInDays"), shortest_days):
            return f"configurations are deleted before {shortest_days} days are over"
        return None

    return check


RULE = Rule(
    name="cfg_history_is_kept",
    title="Configurations are kept a year.",
    resource_types=frozenset({"aws:cfg/retentionConfiguration:RetentionConfiguration"}),
    check=_check(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=30, most=2557, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.LOG_RETENTION}),
    remediation="Raise retentionPeriodInDays.",
    link="https://docs.aws.amazon.com/config/latest/developerguide/delete-config-data-with-retention-period.html",
    sources=("PCI DSS 4.0.1 10.5.1",),
)
