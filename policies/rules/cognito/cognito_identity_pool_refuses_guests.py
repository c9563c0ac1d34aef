"""Identity pools refuse guests."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "allowUnauthenticatedIdentities", False) is not False:
        return "anybody gets credentials for AWS"
    return None


RULE = Rule(
    name="cognito_identity_pool_refuses_guests",
    title="Identity pools refuse guests.",
    resource_types=frozenset({"aws:cognito/identityPool:IdentityPool"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Set allowUnauthenticatedIdentities to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-2",
    sources=("SecurityHub Cognito.2",),
)
