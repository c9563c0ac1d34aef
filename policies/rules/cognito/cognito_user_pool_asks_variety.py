"""Passwords of user pools are varied."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

KINDS = ("requireLowercase", "requireNumbers", "requireSymbols", "requireUppercase")


def _check(props: Props) -> str | None:
    missing = those(KINDS, lambda kind: value(props, f"passwordPolicy.{kind}") is not True)
    return f"{', '.join(missing)} not on" if missing else None


RULE = Rule(
    name="cognito_user_pool_asks_variety",
    title="Passwords of user pools are varied.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Set the four require switches of passwordPolicy to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-3",
    sources=("SecurityHub Cognito.3",),
)
