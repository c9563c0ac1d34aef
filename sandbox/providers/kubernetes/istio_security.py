"""Istio's kinds for security: the fields of their specs (Istio reference, "Security", v1)."""

from typing import Final

from sandbox.providers.kubernetes.json_schema import STRING, Schema, choice, list_of, map_of, record

_STRINGS = list_of(STRING)
_SELECTOR = record({"matchLabels": map_of(STRING)})
_MTLS = record({"mode": choice("UNSET", "DISABLE", "PERMISSIVE", "STRICT")})
PEER_AUTHENTICATION = record({"selector": _SELECTOR, "mtls": _MTLS, "portLevelMtls": map_of(_MTLS)})


def _with_negations(*names: str) -> Schema:
    """Return a record of string lists, each with its `not…` twin, as AuthorizationPolicy has them."""
    return record(
        {field: _STRINGS for name in names for field in (name, f"not{name[0].upper()}{name[1:]}")},
    )


AUTHORIZATION_POLICY = record(
    {
        "selector": _SELECTOR,
        "action": choice("ALLOW", "DENY", "AUDIT", "CUSTOM"),
        "provider": record({"name": STRING}),
        "rules": list_of(
            record(
                {
                    "from": list_of(
                        record(
                            {
                                "source": _with_negations(
                                    "principals",
                                    "requestPrincipals",
                                    "namespaces",
                                    "serviceAccounts",
                                    "ipBlocks",
                                    "remoteIpBlocks",
                                )
                            }
                        )
                    ),
                    "to": list_of(record({"operation": _with_negations("hosts", "ports", "methods", "paths")})),
                    "when": list_of(record({"key": STRING, "values": _STRINGS, "notValues": _STRINGS}, ["key"])),
                }
            )
        ),
    }
)

KINDS: Final[dict[str, Schema]] = {
    "security.istio.io/v1:AuthorizationPolicy": AUTHORIZATION_POLICY,
    "security.istio.io/v1:PeerAuthentication": PEER_AUTHENTICATION,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
