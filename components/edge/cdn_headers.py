"""Headers that tell browsers to be careful with every page of the site.

Sources: OWASP Secure Headers Project; hstspreload.org (two years, subdomains, preload); MDN, "Content-Security-Policy".
"""

from pulumi_aws import cloudfront

HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
"""Two years, as the preload list recommends."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "upgrade-insecure-requests",
    )
)


def security_headers() -> cloudfront.ResponseHeadersPolicySecurityHeadersConfigArgs:
    """Return the headers, each overriding what the origin says."""
    return cloudfront.ResponseHeadersPolicySecurityHeadersConfigArgs(
        content_security_policy=cloudfront.ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs(
            content_security_policy=CONTENT_SECURITY_POLICY, override=True
        ),
        content_type_options=cloudfront.ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs(override=True),
        frame_options=cloudfront.ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs(
            frame_option="DENY", override=True
        ),
        referrer_policy=cloudfront.ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs(
            referrer_policy="strict-origin-when-cross-origin", override=True
        ),
        strict_transport_security=cloudfront.ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs(
            access_control_max_age_sec=HSTS_SECONDS, include_subdomains=True, preload=True, override=True
        ),
    )
