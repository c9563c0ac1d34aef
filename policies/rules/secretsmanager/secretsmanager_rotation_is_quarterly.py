"""Secrets rotate within a quarter."""

import re

from policies.answers import fault_among
from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 90
"""AWS Security Hub, SecretsManager.4."""
_RATE = re.compile(r"rate\((\d+) (hour|day)s?\)")


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        def is_seldom() -> bool:
            rate = _RATE.fullmatch(value(props, "rotationRules.scheduleExpression", ""))
            return bool(rate) and int(rate[1]) > longest_days * (24 if rate[2] == "hour" else 1)

        seldom = f"it rotates less often than every {longest_days} days"
        return fault_among(
            ("it doesn't rotate", lambda: value(props, "rotationEnabled", True) is not True),
            (seldom, lambda: at_least(value(props, "rotationRules.automaticallyAfterDays", 0), longest_days + 1)),
            (seldom, is_seldom),
        )

    return check


RULE = Rule(
    name="secretsmanager_rotation_is_quarterly",
    title="Secrets rotate within a quarter.",
    resource_types=frozenset({"aws:secretsmanager/secretRotation:SecretRotation"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=365, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Lower automaticallyAfterDays or the rate in scheduleExpression.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-4",
    sources=("SecurityHub SecretsManager.4",),
)
