"""Istio's kinds for security: the fields of their specs (Istio reference, "Security", v1)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import STRING, Schema, choice, list_of, map_of, record
from sandbox.providers.kubernetes.values.keywords import Fault
from sandbox.providers.kubernetes.values.syntaxes import PORT_NUMBER, SELECTED_LABELS

_STRINGS = list_of(STRING)
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

KINDS: Final[dict[str, Schema]] = {
    "security.istio.io/v1:AuthorizationPolicy": AUTHORIZATION_POLICY,
    "security.istio.io/v1:PeerAuthentication": PEER_AUTHENTICATION,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
