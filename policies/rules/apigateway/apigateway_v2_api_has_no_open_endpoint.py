"""An HTTP or WebSocket API is reached by its domain name alone."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("disableExecuteApiEndpoint") is not True:
        return "it has an address of its own on the internet"
    return None


RULE = Rule(
    name="apigateway_v2_api_has_no_open_endpoint",
    title="API Gateway v2 APIs have no endpoint besides their domain.",
    resource_types=frozenset({"aws:apigatewayv2/api:Api"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set disableExecuteApiEndpoint to true.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html",
)
