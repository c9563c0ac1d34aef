"""Security Lake keeps a year of events."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

SHORTEST_DAYS = 365
"""PCI DSS 4.0.1, 10.5.1."""


def _check(shortest_days: int) -> Check:
    def check(props: Props) -> str | None:
        days = value(props, "configuration.lifecycleConfiguration.expiration.days")
        if days is not None and not at_least(days, shortest_days):
            return f"events are deleted before {shortest_days} days are over"
        return None

    return check


RULE = Rule(
    name="securitylake_lake_keeps_a_year",
    title="Security Lake keeps a year of events.",
    resource_types=frozenset({"aws:securitylake/dataLake:DataLake"}),
    check=_check(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=3653, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LOG_RETENTION}),
    remediation="Raise configuration.lifecycleConfiguration.expiration.days.",
    link="https://docs.aws.amazon.com/security-lake/latest/userguide/lifecycle-management.html",
    sources=("PCI DSS 4.0.1 10.5.1",),
)
