"""Nobody calls a function who is not named, by an organization, an account, or a resource that calls.

AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda": `sourceArn` and `sourceAccount` become
conditions.
"""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.lambda_._permissions import document


def _check(props: Props) -> str | None:
    if props.get("principal") != "*":
        return None
    permission = document(props, "*", "principalOrgId", "sourceAccount", "sourceArn")
    return fault(permission, public("lambda"), "sourceArn")


RULE = Rule(
    name="lambda_permission_is_not_public",
    title="Lambda permissions name whom they are for.",
    resource_types=frozenset({"aws:lambda/permission:Permission"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principal, or set principalOrgId.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
    sources=("SecurityHub Lambda.1",),
)
