"""Logs are kept a year."""

from policies.model import Check, Level, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

SHORTEST_DAYS = 365
"""AWS Security Hub, CloudWatch.16; PCI DSS 4.0.1, 10.5.1."""


def _check(shortest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if not value(props, "retentionInDays", 0):
            raise NotApplicable("it keeps its logs for ever")
        if not at_least(props["retentionInDays"], shortest_days):
            return f"its logs are deleted before {shortest_days} days are over"
        return None

    return check


RULE = Rule(
    name="cloudwatch_log_group_keeps_a_year",
    title="Logs are kept a year.",
    resource_types=frozenset({"aws:cloudwatch/logGroup:LogGroup"}),
    check=_check(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=1, most=3653, check=_check),
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.LOG_RETENTION}),
    remediation="Raise retentionInDays, or set the rule's threshold where an archive keeps the logs.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
    sources=(
        "SecurityHub CloudWatch.16",
        "PCI DSS 4.0.1 10.5.1",
    ),
)
