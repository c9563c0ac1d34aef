"""Who may ask the API: gateways, for callers whose token the API's own proxy has verified once more.

The gateway's authorizer is the first door; this one stands in the pod, so that whoever comes past the first meets it
(NIST SP 800-204B, "Attribute-based Access Control for Microservices-based Applications using a Service Mesh"). It holds
a token's signature, `iss`, `aud`, `exp` and `nbf`; that a token lives an hour at most the authorizer alone holds. The
keys stand in the manifest: no proxy asks anybody for them (Istio reference, "RequestAuthentication").

A load balancer brings no token. It asks after health and is answered; callers find nothing else open.
"""

from collections.abc import Mapping
from typing import Any, Final

import pulumi

from components._shared.contract import WORKLOAD_SCOPE
from components.compute.mesh_names import API, GATEWAY, INGRESS_NAMESPACE, principal

SECURITY_API: Final = "security.istio.io/v1"
SCHEMES: Final = ("Bearer ", "bearer ")
"""As callers may write it (RFC 9110, section 11.1: whatever its case) and the gateway takes it. Nothing else is read:
Istio would take a token of the query too, which logs keep."""
TOLD: Final[Mapping[str, str]] = {"x-groot-subject": "sub", "x-groot-tenant": "tenant"}
"""Headers by which the API is told who calls, and the claims they are of; a caller's own by these names are dropped.
The token itself ends at the proxy."""
_API_PODS: Final = {"matchLabels": {"app": API}}


def authentication(issuer: str, key_set: pulumi.Input[str]) -> Mapping[str, Any]:
    """Return the spec of the RequestAuthentication that takes tokens of *issuer*, meant for it, by *key_set*."""
    rule = {
        "issuer": issuer,
        "audiences": [issuer],
        "jwks": key_set,
        "fromHeaders": [{"name": "Authorization", "prefix": scheme} for scheme in SCHEMES],
        "outputClaimToHeaders": [{"header": header, "claim": claim} for header, claim in TOLD.items()],
    }
    return {"selector": _API_PODS, "jwtRules": [rule]}


def authorization(issuer: str, health_path: str) -> Mapping[str, Any]:
    """Return the spec of the AuthorizationPolicy that lets gateways of any region in, known by their certificates, with
    what callers with a token of *issuer* and the workload's scope ask; without one to *health_path* alone.

    Istio takes `scope` apart at its spaces, so that the claim is held as a list.
    """
    gateways = {"principals": [principal(INGRESS_NAMESPACE, GATEWAY)]}
    return {
        "selector": _API_PODS,
        "action": "ALLOW",
        "rules": [
            {
                "from": [{"source": {**gateways, "requestPrincipals": [f"{issuer}/*"]}}],
                "when": [{"key": "request.auth.claims[scope]", "values": [WORKLOAD_SCOPE]}],
            },
            {
                "from": [{"source": gateways}],
                "to": [{"operation": {"paths": [health_path], "methods": ["GET"]}}],
            },
        ],
    }
