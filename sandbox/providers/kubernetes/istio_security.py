"""Istio's kinds for security: the fields of their specs (Istio reference, "Security", v1)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import (
    BOOLEAN,
    DURATION,
    STRING,
    Schema,
    choice,
    list_of,
    map_of,
    record,
)
from sandbox.providers.kubernetes.values.agreements import at_most_one
from sandbox.providers.kubernetes.values.keywords import Fault
from sandbox.providers.kubernetes.values.syntaxes import PORT_NUMBER, SELECTED_LABELS, matching

_STRINGS = list_of(STRING)
_FILLED: Schema = {**STRING, "minLength": 1}
_FILLED_ONES = list_of(_FILLED)
_URL: Schema = {**STRING, **matching(r"https?://.*", "an address with http:// or https://")}
_SELECTOR = record({"matchLabels": SELECTED_LABELS})
_MTLS = record({"mode": choice("UNSET", "DISABLE", "PERMISSIVE", "STRICT")})


def _ports_are_of_selected_pods(spec: Mapping[str, Any]) -> Iterator[Fault]:
    if "portLevelMtls" in spec and not spec.get("selector", {}).get("matchLabels"):
        yield ("portLevelMtls",), "requires a selector"


def _accounts_stand_alone(source: Mapping[str, Any]) -> Iterator[Fault]:
    if {"serviceAccounts", "notServiceAccounts"} & source.keys() and (
        {"principals", "notPrincipals", "namespaces", "notNamespaces"} & source.keys()
    ):
        yield ("serviceAccounts",), "cannot be set with namespaces or principals"


PEER_AUTHENTICATION = {
    **record(
        {
            "selector": _SELECTOR,
            "mtls": _MTLS,
            "portLevelMtls": {**map_of(_MTLS), "propertyNames": PORT_NUMBER, "minProperties": 1},
        }
    ),
    "agreement": [_ports_are_of_selected_pods],
}


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
                                "source": {
                                    **_with_negations(
                                        "principals",
                                        "requestPrincipals",
                                        "namespaces",
                                        "serviceAccounts",
                                        "ipBlocks",
                                        "remoteIpBlocks",
                                    ),
                                    "agreement": [_accounts_stand_alone],
                                }
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

REQUEST_AUTHENTICATION = record(
    {
        "selector": _SELECTOR,
        "jwtRules": list_of(
            {
                **record(
                    {
                        "issuer": _FILLED,
                        "audiences": _FILLED_ONES,
                        "jwks": STRING,
                        "jwksUri": _URL,
                        "fromHeaders": list_of(record({"name": _FILLED, "prefix": STRING}, ["name"])),
                        "fromParams": _FILLED_ONES,
                        "fromCookies": _FILLED_ONES,
                        "forwardOriginalToken": BOOLEAN,
                        "outputPayloadToHeader": STRING,
                        "outputClaimToHeaders": list_of(
                            record(
                                {
                                    "header": {**STRING, **matching(r"[-_A-Za-z0-9]+", "a header's name")},
                                    "claim": _FILLED,
                                },
                                ["header", "claim"],
                            )
                        ),
                        "spaceDelimitedClaims": _FILLED_ONES,
                        "timeout": DURATION,
                    }
                ),
                "agreement": [at_most_one("jwks", "jwksUri")],
            }
        ),
    }
)

KINDS: Final[dict[str, Schema]] = {
    "security.istio.io/v1:AuthorizationPolicy": AUTHORIZATION_POLICY,
    "security.istio.io/v1:PeerAuthentication": PEER_AUTHENTICATION,
    "security.istio.io/v1:RequestAuthentication": REQUEST_AUTHENTICATION,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
