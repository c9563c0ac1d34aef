"""Temporary passwords end within a week."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 7
"""Cognito's default (Amazon Cognito Developer Guide, "Password requirements")."""


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "passwordPolicy.temporaryPasswordValidityDays", LONGEST_DAYS), longest_days + 1):
            return f"temporary passwords are good for longer than {longest_days} days"
        return None

    return check


RULE = Rule(
    name="cognito_user_pool_temporary_passwords_end",
    title="Temporary passwords end within a week.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=365, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.PASSWORDS}),
    remediation="Lower passwordPolicy.temporaryPasswordValidityDays.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
    sources=("SecurityHub Cognito.3",),
)
