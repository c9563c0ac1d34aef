"""A token that was made out for another application opens nothing here."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if props.get("authorizerType") != "JWT":
        raise NotApplicable("its function checks tokens")
    return fault_among(
        ("it names no issuer", lambda: not value(props, "jwtConfiguration.issuer")),
        ("it accepts tokens for any audience", lambda: not items(props, "jwtConfiguration.audiences")),
    )


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
