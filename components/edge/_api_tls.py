"""Which TLS the API accepts; an API and its domain names say the same."""

from typing import TypedDict

ENHANCED_POLICY = "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09"
"""TLS 1.3 and 1.2, forward secrecy, post-quantum key exchange. A policy of 1.3 alone would shut out the requests of
CloudFront and Route 53, which use 1.2 at most (API Gateway Developer Guide, "Supported security policies"; CloudFront
API, `OriginSslProtocols`; Route 53 API, `HealthCheckConfig`)."""

MUTUAL_TLS_POLICY = "TLS_1_2"
"""TLS 1.2 and 1.3; mutual TLS refuses the enhanced policies (API Gateway Developer Guide, "Choose a security policy for
your custom domain")."""


class TlsSettings(TypedDict):
    """What an API and a domain name are given alike."""

    security_policy: str
    endpoint_access_mode: str | None


def tls_settings(mutual_tls: bool) -> TlsSettings:
    """Return the TLS settings of an API, or of a domain name, with or without client certificates.

    STRICT refuses requests whose host is not the one the TLS handshake named; it comes with enhanced policies only.
    """
    if mutual_tls:
        return {"security_policy": MUTUAL_TLS_POLICY, "endpoint_access_mode": None}
    return {"security_policy": ENHANCED_POLICY, "endpoint_access_mode": "STRICT"}
