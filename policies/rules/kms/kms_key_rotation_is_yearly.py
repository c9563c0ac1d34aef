"""Rotation comes at least once a year, KMS's default; keys may rotate more often."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 365
"""AWS KMS Developer Guide, "Rotating AWS KMS keys": the default period; KMS accepts 90 to 2,560 days."""


def _check(props: Props) -> str | None:
    if at_least(value(props, "rotationPeriodInDays", LONGEST_DAYS), LONGEST_DAYS + 1):
        return f"rotation comes less often than every {LONGEST_DAYS} days"
    return None


RULE = Rule(
    name="kms_key_rotation_is_yearly",
    title="KMS keys rotate at least yearly.",
    resource_types=frozenset({"aws:kms/key:Key"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.KEY_MANAGEMENT}),
    remediation="Leave rotationPeriodInDays out or set it to 365 or less.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    sources=("CIS AWS 5.0.0 3.6",),
)
