"""A function's own address answers to signed requests alone."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authorizationType") != "AWS_IAM":
        return "it answers anyone"
    return None


RULE = Rule(
    name="lambda_function_url_is_authorized",
    title="Lambda function URLs are authorized.",
    resource_types=frozenset({"aws:lambda/functionUrl:FunctionUrl"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Set authorizationType to AWS_IAM.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
)
