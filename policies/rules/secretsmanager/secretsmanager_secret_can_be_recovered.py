"""Deleted secrets can be recovered."""

from policies.model import Check, Level, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

SHORTEST_DAYS = 7
"""The least that Secrets Manager accepts, apart from none at all; its default is 30."""


def _check(shortest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(value(props, "recoveryWindowInDays", 30), shortest_days):
            return f"a deleted secret is gone in less than {shortest_days} days"
        return None

    return check


RULE = Rule(
    name="secretsmanager_secret_can_be_recovered",
    title="Deleted secrets can be recovered.",
    resource_types=frozenset({"aws:secretsmanager/secret:Secret"}),
    check=_check(SHORTEST_DAYS),
    threshold=Threshold(name="shortestDays", default=SHORTEST_DAYS, least=7, most=30, check=_check),
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Leave recoveryWindowInDays out or raise it.",
    link="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
)
