"""Viewers of every tenant are served with TLS 1.2 or later and ciphers of forward secrecy."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.cloudfront.cloudfront_distribution_requires_forward_secrecy import POLICIES


def _check(props: Props) -> str | None:
    if value(props, "viewerCertificate.minimumProtocolVersion") not in POLICIES:
        return "its TLS policy lacks forward secrecy"
    return None


RULE = Rule(
    name="cloudfront_tenant_distribution_requires_forward_secrecy",
    title="CloudFront distributions of tenants require TLS with forward secrecy.",
    resource_types=frozenset({"aws:cloudfront/multitenantDistribution:MultitenantDistribution"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set viewerCertificate.minimumProtocolVersion to TLSv1.2_2021 or later.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-15",
    sources=("SecurityHub CloudFront.15",),
)
