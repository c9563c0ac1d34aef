"""A domain name of HTTP and WebSocket APIs answers with TLS 1.2 or later, the strictest policy that they have."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "domainNameConfiguration.securityPolicy") != "TLS_1_2":
        return "it accepts TLS older than 1.2"
    return None


RULE = Rule(
    name="apigateway_v2_domain_requires_tls_1_2",
    title="API Gateway v2 domains require TLS 1.2.",
    resource_types=frozenset({"aws:apigatewayv2/domainName:DomainName"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set domainNameConfiguration.securityPolicy to TLS_1_2.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
)
