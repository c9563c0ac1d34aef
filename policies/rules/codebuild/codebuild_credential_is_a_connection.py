"""Builds reach repositories by connections."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

CONNECTIONS = frozenset({"CODECONNECTIONS", "OAUTH", "SECRETS_MANAGER"})


def _check(props: Props) -> str | None:
    if props.get("authType") not in CONNECTIONS:
        return "it is a password or token that somebody has to rotate"
    return None


RULE = Rule(
    name="codebuild_credential_is_a_connection",
    title="Builds reach repositories by connections.",
    resource_types=frozenset({"aws:codebuild/sourceCredential:SourceCredential"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set authType to CODECONNECTIONS.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/access-tokens.html",
)
