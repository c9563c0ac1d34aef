"""App clients prove passwords without sending them."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

SENDING = frozenset({"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"})


def _check(props: Props) -> str | None:
    if not SENDING.isdisjoint(items(props, "explicitAuthFlows")):
        return "apps send the password itself"
    return None


RULE = Rule(
    name="cognito_client_keeps_passwords_from_apps",
    title="App clients prove passwords without sending them.",
    resource_types=frozenset(
        {
            "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
            "aws:cognito/userPoolClient:UserPoolClient",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PASSWORDS}),
    remediation="Use ALLOW_USER_SRP_AUTH or passkeys.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html",
)
