"""Codes and tokens come back over HTTPS, to the same machine, or to an app's own scheme."""

import re

from policies.lists import first, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

PLAIN = re.compile(r"http://(?!(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$)).*", re.IGNORECASE)


def _check(props: Props) -> str | None:

    def fault(name: str) -> str | None:
        if some(items(props, name), PLAIN.fullmatch):
            return f"{name} has an address without encryption"
        return None

    return first(("callbackUrls", "logoutUrls"), fault)


RULE = Rule(
    name="cognito_client_returns_over_https",
    title="App clients return over HTTPS.",
    resource_types=frozenset(
        {
            "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
            "aws:cognito/userPoolClient:UserPoolClient",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Use https addresses, or an app's own scheme.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html",
    sources=("RFC 9700 2.6",),
)
