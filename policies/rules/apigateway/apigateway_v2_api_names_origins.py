"""Pages of other sites cannot call an HTTP API from a visitor's browser."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "*" in items(props, "corsConfiguration.allowOrigins"):
        return "pages of every site may call it"
    return None


RULE = Rule(
    name="apigateway_v2_api_names_origins",
    title="API Gateway v2 APIs name the origins that may call them.",
    resource_types=frozenset({"aws:apigatewayv2/api:Api"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Name the sites in corsConfiguration.allowOrigins.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
