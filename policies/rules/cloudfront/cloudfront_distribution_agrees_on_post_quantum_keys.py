"""What is recorded today cannot be read by a quantum computer later: only TLS 1.3 agrees on keys by ML-KEM too.

Amazon CloudFront Developer Guide, "Supported protocols and ciphers between viewers and CloudFront".
"""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "viewerCertificate.minimumProtocolVersion") != "TLSv1.3_2025":
        return "viewers may agree on keys by TLS 1.2"
    return None


RULE = Rule(
    name="cloudfront_distribution_agrees_on_post_quantum_keys",
    title="CloudFront distributions agree on post-quantum keys.",
    resource_types=frozenset(
        {"aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"}
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set viewerCertificate.minimumProtocolVersion to TLSv1.3_2025.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
)
