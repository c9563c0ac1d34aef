"""A token that was made out for another application opens nothing here."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if props.get("authorizerType") != "JWT":
        raise NotApplicable("its function checks tokens")
    if not value(props, "jwtConfiguration.issuer"):
        return "it names no issuer"
    if not items(props, "jwtConfiguration.audiences"):
        return "it accepts tokens for any audience"
    return None


RULE = Rule(
    name="apigateway_v2_authorizer_checks_audience",
    title="API Gateway v2 authorizers check issuer and audience.",
    resource_types=frozenset({"aws:apigatewayv2/authorizer:Authorizer"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set jwtConfiguration with issuer and audiences.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
)
