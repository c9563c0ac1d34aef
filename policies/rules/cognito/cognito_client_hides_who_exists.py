"""App clients don't tell who has an account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("preventUserExistenceErrors") != "ENABLED":
        return "errors tell which names have accounts"
    return None


RULE = Rule(
    name="cognito_client_hides_who_exists",
    title="App clients don't tell who has an account.",
    resource_types=frozenset(
        {
            "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
            "aws:cognito/userPoolClient:UserPoolClient",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set preventUserExistenceErrors to ENABLED.",
    link="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
)
