"""Browsers are told what a page may load, that nobody frames it, and not to guess types (OWASP)."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

FRAMES = frozenset({"DENY", "SAMEORIGIN"})


def _check(props: Props) -> str | None:
    headers = value(props, "securityHeadersConfig", {})
    if not value(headers, "contentSecurityPolicy.contentSecurityPolicy"):
        return "pages may load anything"
    if value(headers, "contentTypeOptions") is None:
        return "browsers guess types"
    if value(headers, "frameOptions.frameOption") not in FRAMES:
        return "other sites may frame pages"
    if not value(headers, "referrerPolicy.referrerPolicy"):
        return "other sites are told where visitors come from"
    return None


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
