"""Passwords of user pools are long."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

SHORTEST_LENGTH = 14
"""As for IAM (CIS AWS Foundations Benchmark 5.0.0, 1.7); Cognito's default is 8."""


def _check(shortest_length: int) -> Check:
    def check(props: Props) -> str | None:
        if not at_least(value(props, "passwordPolicy.minimumLength"), shortest_length):
            return f"passwords may be shorter than {shortest_length} characters"
        return None

    return check


RULE = Rule(
    name="cognito_user_pool_asks_length",
    title="Passwords of user pools are long.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check(SHORTEST_LENGTH),
    threshold=Threshold(name="shortestLength", default=SHORTEST_LENGTH, least=8, most=99, check=_check),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Set passwordPolicy.minimumLength.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-3",
    sources=("SecurityHub Cognito.3",),
)
