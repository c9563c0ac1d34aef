"""Browsers are told what a page may load, that nobody frames it, and not to guess types (OWASP)."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

FRAMES = frozenset({"DENY", "SAMEORIGIN"})


def _check(props: Props) -> str | None:
    headers = value(props, "securityHeadersConfig", {})
    return fault_among(
        ("pages may load anything", lambda: not value(headers, "contentSecurityPolicy.contentSecurityPolicy")),
        ("browsers guess types", lambda: value(headers, "contentTypeOptions") is None),
        ("other sites may frame pages", lambda: value(headers, "frameOptions.frameOption") not in FRAMES),
        ("other sites are told where visitors come from", lambda: not value(headers, "referrerPolicy.referrerPolicy")),
    )


RULE = Rule(
    name="cloudfront_response_headers_guard_browsers",
    title="CloudFront tells browsers to be careful.",
    resource_types=frozenset({"aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Set contentSecurityPolicy, contentTypeOptions, frameOptions and referrerPolicy, each with override.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/modifying-response-headers.html",
)
