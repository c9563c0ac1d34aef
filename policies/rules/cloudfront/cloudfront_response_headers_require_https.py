"""Browsers are told to use HTTPS for a year, on subdomains too, whatever the origin says (RFC 6797).

Browsers ask for a year before they list a domain as HTTPS only (OWASP, "HTTP Strict Transport Security Cheat Sheet").
"""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

YEAR_SECONDS = 31_536_000


def _check(props: Props) -> str | None:
    transport = value(props, "securityHeadersConfig.strictTransportSecurity")
    return fault_among(
        (
            "browsers are not held to HTTPS for a year",
            lambda: not at_least(value(transport, "accessControlMaxAgeSec"), YEAR_SECONDS),
        ),
        ("subdomains are left out", lambda: value(transport, "includeSubdomains") is not True),
        ("the origin's header wins", lambda: value(transport, "override") is not True),
    )


RULE = Rule(
    name="cloudfront_response_headers_require_https",
    title="CloudFront holds browsers to HTTPS.",
    resource_types=frozenset({"aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation=(
        "Set securityHeadersConfig.strictTransportSecurity with accessControlMaxAgeSec 31536000, "
        "includeSubdomains and override."
    ),
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/modifying-response-headers.html",
)
