"""A REST API is reached from the network, or by its domain name alone, past which no address of its own leads."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "endpointConfiguration.types") == "PRIVATE" or props.get("disableExecuteApiEndpoint") is True:
        return None
    return "it has an address of its own on the internet"


RULE = Rule(
    name="apigateway_rest_api_has_no_open_endpoint",
    title="API Gateway REST APIs have no endpoint besides their domain.",
    resource_types=frozenset({"aws:apigateway/restApi:RestApi"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set disableExecuteApiEndpoint to true, or endpointConfiguration.types to PRIVATE.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html",
)
