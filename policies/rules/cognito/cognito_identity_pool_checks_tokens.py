"""Identity pools ask whether a token is still good."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, provider: Props) -> str | None:
        if value(provider, "serverSideTokenCheck") is not True:
            return f"{label} takes tokens of users who were signed out or disabled"
        return None

    return fault_in(numbered(items(props, "cognitoIdentityProviders"), "cognitoIdentityProviders"), fault)


RULE = Rule(
    name="cognito_identity_pool_checks_tokens",
    title="Identity pools ask whether a token is still good.",
    resource_types=frozenset({"aws:cognito/identityPool:IdentityPool"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.SESSION_MANAGEMENT}),
    remediation="Set serverSideTokenCheck to true.",
    link="https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html",
)
