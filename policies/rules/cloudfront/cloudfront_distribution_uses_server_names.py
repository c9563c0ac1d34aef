"""Viewers are told apart by the name they ask for (SNI), which all browsers send; an address of its own costs."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    certificate = value(props, "viewerCertificate")
    if certificate is None or value(certificate, "cloudfrontDefaultCertificate"):
        raise NotApplicable("it has CloudFront's own certificate")
    if value(certificate, "sslSupportMethod") != "sni-only":
        return "it answers viewers that send no server name"
    return None


RULE = Rule(
    name="cloudfront_distribution_uses_server_names",
    title="CloudFront distributions use SNI.",
    resource_types=frozenset(
        {"aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set viewerCertificate.sslSupportMethod to sni-only.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-8",
    sources=("SecurityHub CloudFront.8",),
)
