"""Refresh tokens can be revoked."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "enableTokenRevocation", True) is not True:
        return "a stolen refresh token can't be revoked"
    return None


RULE = Rule(
    name="cognito_client_tokens_can_be_revoked",
    title="Refresh tokens can be revoked.",
    resource_types=frozenset(
        {
            "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
            "aws:cognito/userPoolClient:UserPoolClient",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SESSION_MANAGEMENT}),
    remediation="Set enableTokenRevocation to true.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
)
