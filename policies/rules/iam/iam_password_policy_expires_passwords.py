"""Passwords don't last for ever."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 90
"""PCI DSS 4.0.1, 8.3.9, where a password is the only factor."""


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        age = value(props, "maxPasswordAge", 0)
        if not at_least(age, 1) or at_least(age, longest_days + 1):
            return f"passwords may be older than {longest_days} days"
        return None

    return check


RULE = Rule(
    name="iam_password_policy_expires_passwords",
    title="Passwords don't last for ever.",
    resource_types=frozenset({"aws:iam/accountPasswordPolicy:AccountPasswordPolicy"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=1095, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Set maxPasswordAge.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-17",
    sources=("SecurityHub IAM.17",),
)
