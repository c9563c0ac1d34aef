"""An HTTP or WebSocket API reaches private and public servers over TLS."""

from urllib.parse import urlsplit

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("connectionType") == "VPC_LINK":
        if not value(props, "tlsConfig.serverNameToVerify"):
            return "its private backend is reached in the clear"
        return None
    if props.get("integrationType") == "HTTP_PROXY" and urlsplit(value(props, "integrationUri", "")).scheme != "https":
        return "its backend is reached over plain HTTP"
    return None


RULE = Rule(
    name="apigateway_v2_integration_uses_tls",
    title="API Gateway v2 reaches backends over TLS.",
    resource_types=frozenset({"aws:apigatewayv2/integration:Integration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tlsConfig.serverNameToVerify for a VPC link, and integrationUri to an address of HTTPS else.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-10",
    sources=("SecurityHub APIGateway.10",),
)
