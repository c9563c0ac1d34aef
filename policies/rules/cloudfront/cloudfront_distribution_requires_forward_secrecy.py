"""Viewers are served under a certificate of one's own, with TLS 1.2 or later and ciphers of forward secrecy."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

POLICIES = frozenset({"TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"})
"""Amazon CloudFront Developer Guide, "Supported protocols and ciphers": those with ECDHE ciphers alone."""


def _check(props: Props) -> str | None:
    certificate = value(props, "viewerCertificate", {})
    return fault_among(
        (
            "it has CloudFront's own certificate, whose TLS policy is TLSv1",
            lambda: not value(certificate, "acmCertificateArn") and not value(certificate, "iamCertificateId"),
        ),
        ("its TLS policy lacks forward secrecy", lambda: value(certificate, "minimumProtocolVersion") not in POLICIES),
    )


RULE = Rule(
    name="cloudfront_distribution_requires_forward_secrecy",
    title="CloudFront distributions require TLS with forward secrecy.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set viewerCertificate with acmCertificateArn and minimumProtocolVersion TLSv1.2_2021 or later.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-15",
    sources=("SecurityHub CloudFront.7", "SecurityHub CloudFront.15"),
)
