"""A resource policy doesn't let everybody call, unless what isn't meant is denied after.

API Gateway Developer Guide, "API Gateway resource policy examples": allow all, deny what comes from elsewhere.
"""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    given = statements(props.get("policy"))
    if any(not statement.allows and statement.anyone and statement.conditions for statement in given):
        return None
    public = [statement.label for statement in given if statement.public]
    return f"{', '.join(public)} of its policy allows everyone" if public else None


RULE = Rule(
    name="apigateway_policy_is_not_public",
    title="API Gateway policies allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:apigateway/domainName:DomainName",
            "aws:apigateway/restApi:RestApi",
            "aws:apigateway/restApiPolicy:RestApiPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or deny what comes from elsewhere.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html",
)
