"""The enhanced flow chooses the role and narrows what it may do; the classic one leaves both to the app."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("allowClassicFlow") is True:
        return "apps choose their role and get all of its permissions"
    return None


RULE = Rule(
    name="cognito_identity_pool_uses_enhanced_flow",
    title="Identity pools give narrowed credentials.",
    resource_types=frozenset({"aws:cognito/identityPool:IdentityPool"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Leave allowClassicFlow out.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html",
)
