"""Pages of other sites cannot call a function's address from a visitor's browser."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "*" in items(props, "cors.allowOrigins"):
        return "pages of every site may call it"
    return None


RULE = Rule(
    name="lambda_function_url_cors_names_origins",
    title="Lambda function URLs name the origins that may call them.",
    resource_types=frozenset({"aws:lambda/functionUrl:FunctionUrl"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Name the sites in cors.allowOrigins.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors",
)
