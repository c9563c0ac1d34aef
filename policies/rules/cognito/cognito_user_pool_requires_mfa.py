"""User pools require a second factor."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("mfaConfiguration") != "ON":
        return "a password alone opens an account"
    return None


RULE = Rule(
    name="cognito_user_pool_requires_mfa",
    title="User pools require a second factor.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.MULTI_FACTOR}),
    remediation="Set mfaConfiguration to ON.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-5",
    sources=("SecurityHub Cognito.5",),
)
