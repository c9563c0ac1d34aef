"""An HTTP or WebSocket API reaches private and public servers over TLS."""

from urllib.parse import urlsplit

from policies.answers import all_hold, whichever
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return whichever(
        lambda: props.get("connectionType") == "VPC_LINK", lambda: _to_private(props), lambda: _to_public(props)
    )


def _to_private(props: Props) -> str | None:
    named = value(props, "tlsConfig.serverNameToVerify")
    return None if named else "its private backend is reached in the clear"


def _to_public(props: Props) -> str | None:
    is_plain = all_hold(
        lambda: props.get("integrationType") == "HTTP_PROXY",
        lambda: urlsplit(value(props, "integrationUri", "")).scheme != "https",
    )
    return "its backend is reached over plain HTTP" if is_plain else None


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
