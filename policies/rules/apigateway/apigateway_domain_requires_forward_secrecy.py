"""A domain name answers with TLS 1.2 or later and forward secrecy.

With mutual TLS, which API Gateway offers with the older policies only, TLS_1_2 will do (API Gateway Developer Guide,
"Choose a security policy for your custom domain").
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.apigateway._tls import FORWARD_SECRET, TLS_1_2


def _check(props: Props) -> str | None:
    policy = props.get("securityPolicy")
    if policy in FORWARD_SECRET:
        return None
    if policy == TLS_1_2 and value(props, "mutualTlsAuthentication.truststoreUri"):
        return None
    return "its TLS policy lacks forward secrecy"


RULE = Rule(
    name="apigateway_domain_requires_forward_secrecy",
    title="API Gateway domains require TLS with forward secrecy.",
    resource_types=frozenset({"aws:apigateway/domainName:DomainName"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set securityPolicy to SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09, or to TLS_1_2 with mutual TLS.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
)
