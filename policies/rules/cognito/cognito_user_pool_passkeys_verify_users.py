"""A passkey counts for two factors only when the device checks its holder by fingerprint, face or PIN."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not props.get("webAuthnConfiguration"):
        raise NotApplicable("it takes no passkeys")
    if value(props, "webAuthnConfiguration.userVerification") != "required":
        return "whoever holds the device signs in, verified or not"
    return None


RULE = Rule(
    name="cognito_user_pool_passkeys_verify_users",
    title="Passkeys ask who is there.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.MULTI_FACTOR}),
    remediation="Set webAuthnConfiguration.userVerification to required.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html",
)
