"""Clients reach a domain over HTTPS alone, with TLS 1.2 or later and ciphers of forward secrecy."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

POLICIES = frozenset({"Policy-Min-TLS-1-2-PFS-2023-10"})
"""Amazon OpenSearch Service Developer Guide, "Infrastructure security": the policy with forward secrecy."""


def _check(props: Props) -> str | None:
    return fault_among(
        ("it answers over plain HTTP", lambda: value(props, "domainEndpointOptions.enforceHttps") is not True),
        (
            "its TLS policy lacks forward secrecy",
            lambda: value(props, "domainEndpointOptions.tlsSecurityPolicy") not in POLICIES,
        ),
    )


RULE = Rule(
    name="opensearch_domain_requires_forward_secrecy",
    title="OpenSearch domains require HTTPS with forward secrecy.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set domainEndpointOptions with enforceHttps and tlsSecurityPolicy Policy-Min-TLS-1-2-PFS-2023-10.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-8",
    sources=("SecurityHub Opensearch.8",),
)
