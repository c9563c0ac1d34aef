"""What is recorded today cannot be read by a quantum computer later: keys are agreed on by ML-KEM too.

Mutual TLS goes with the older policies only (API Gateway Developer Guide, "Supported security policies").
"""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

POLICIES = frozenset(
    {
        "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
        "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
        "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
        "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    }
)


def _check(props: Props) -> str | None:
    if value(props, "mutualTlsAuthentication.truststoreUri"):
        raise NotApplicable("mutual TLS goes with the older policies only")
    if props.get("securityPolicy") not in POLICIES:
        return "its TLS policy has no post-quantum key exchange"
    return None


RULE = Rule(
    name="apigateway_domain_agrees_on_post_quantum_keys",
    title="API Gateway domains agree on post-quantum keys.",
    resource_types=frozenset({"aws:apigateway/domainName:DomainName"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set securityPolicy to SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html",
)
