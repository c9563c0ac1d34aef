"""A REST API's own address, where it has one, answers with TLS 1.2 or later."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.apigateway._tls import FORWARD_SECRET, TLS_1_2


def _check(props: Props) -> str | None:
    if props.get("disableExecuteApiEndpoint") is True:
        return None
    if props.get("securityPolicy") not in {*FORWARD_SECRET, TLS_1_2}:
        return "its own address accepts TLS older than 1.2"
    return None


RULE = Rule(
    name="apigateway_rest_api_requires_modern_tls",
    title="API Gateway REST APIs require TLS 1.2.",
    resource_types=frozenset({"aws:apigateway/restApi:RestApi"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set disableExecuteApiEndpoint to true, or securityPolicy to TLS_1_2 or later.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html",
)
