"""Nobody calls a function who is not named, by an organization, an account, or a resource that calls.

AWS Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda": `sourceArn` and `sourceAccount` become
conditions.
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("principal") != "*":
        return None
    if props.get("principalOrgId") or props.get("sourceAccount"):
        return None
    if _names_a_source(props.get("sourceArn") or ""):
        return None
    return "everybody may call the function"


def _names_a_source(arn: str) -> bool:
    """Return whether *arn* is of one account, or of one bucket, whose ARNs have no account."""
    _, _, _, _, account, resource = (*arn.split(":", 5), *[""] * 6)[:6]
    named = account or resource
    return bool(named) and "*" not in named and "?" not in named


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
