"""Web apps' build settings hold no credentials."""

from policies.credentials import holds_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if holds_credential(props.get("buildSpec")):
        return "its build settings have a credential in them"
    return None


RULE = Rule(
    name="amplify_buildspec_has_no_credentials",
    title="Web apps' build settings hold no credentials.",
    resource_types=frozenset({"aws:amplify/app:App"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Keep the credential in Amplify's secrets.",
    link="https://docs.aws.amazon.com/amplify/latest/userguide/environment-secrets.html",
)
