"""Tokens reach an app by a code that is worth nothing to others, not in an address that logs and histories keep.

RFC 9700, "Best Current Practice for OAuth 2.0 Security", 2.1.2.
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "implicit" in items(props, "allowedOauthFlows"):
        return "tokens travel in the address of a page"
    return None


RULE = Rule(
    name="cognito_client_avoids_implicit_flow",
    title="App clients don't hand tokens to browsers' addresses.",
    resource_types=frozenset(
        {
            "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
            "aws:cognito/userPoolClient:UserPoolClient",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Use the code flow with PKCE.",
    link="https://datatracker.ietf.org/doc/html/rfc9700#section-2.1.2",
    sources=("RFC 9700 2.1.2",),
)
