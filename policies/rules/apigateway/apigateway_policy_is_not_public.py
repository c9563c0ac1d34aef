"""A resource policy doesn't let everybody call, unless what isn't meant is denied after.

API Gateway Developer Guide, "API Gateway resource policy examples": allow all, deny what comes from elsewhere.
"""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("execute-api"))


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
