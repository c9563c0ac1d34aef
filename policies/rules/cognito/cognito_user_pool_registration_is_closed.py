"""Accounts are made by those who know the person, except where a product is meant for everybody."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "adminCreateUserConfig.allowAdminCreateUserOnly") is not True:
        return "anybody on the internet may make an account"
    return None


RULE = Rule(
    name="cognito_user_pool_registration_is_closed",
    title="User pools are filled by administrators.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Set adminCreateUserConfig.allowAdminCreateUserOnly to true.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html",
)
