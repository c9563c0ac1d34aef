"""A route of an HTTP or WebSocket API asks who is calling."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "authorizationType", "NONE") == "NONE" and props.get("apiKeyRequired") is not True:
        return "it answers anyone"
    return None


RULE = Rule(
    name="apigateway_route_is_authorized",
    title="API Gateway routes are authorized.",
    resource_types=frozenset({"aws:apigatewayv2/route:Route"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authorizationType.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-8",
    sources=("SecurityHub APIGateway.8",),
)
