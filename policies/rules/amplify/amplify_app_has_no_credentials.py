"""Web apps' builds hold no credentials."""

from policies.credentials import credentials_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    shown = credentials_in(value(props, "environmentVariables", {}))
    return f"environmentVariables {', '.join(shown)} show credentials" if shown else None


RULE = Rule(
    name="amplify_app_has_no_credentials",
    title="Web apps' builds hold no credentials.",
    resource_types=frozenset(
        {
            "aws:amplify/app:App",
            "aws:amplify/branch:Branch",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Keep the credential in Amplify's secrets.",
    link="https://docs.aws.amazon.com/amplify/latest/userguide/environment-secrets.html",
)
