"""Access tokens end within the hour."""

from policies.answers import any_holds
from policies.lists import those
from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import value

LONGEST_MINUTES = 60
"""Cognito's default; it accepts five minutes to a day (Cognito Developer Guide, "Understanding the access token")."""
MINUTES = {"seconds": 1 / 60, "minutes": 1, "hours": 60, "days": 24 * 60}


def _check(longest_minutes: int) -> Check:
    def check(props: Props) -> str | None:

        def is_long(token: str) -> bool:
            validity = props.get(f"{token}Validity") or 0
            return any_holds(
                lambda: validity * MINUTES["seconds"] > longest_minutes,
                lambda: validity * MINUTES[value(props, f"tokenValidityUnits.{token}", "hours")] > longest_minutes,
            )

        long = those(("accessToken", "idToken"), is_long)
        return f"{' and '.join(long)} is good for more than {longest_minutes} minutes" if long else None

    return check


RULE = Rule(
    name="cognito_client_access_tokens_are_short",
    title="Access tokens end within the hour.",
    resource_types=frozenset(
        {
            "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
            "aws:cognito/userPoolClient:UserPoolClient",
        }
    ),
    check=_check(LONGEST_MINUTES),
    threshold=Threshold(name="longestMinutes", default=LONGEST_MINUTES, least=5, most=1440, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Lower accessTokenValidity and idTokenValidity.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html",
)
