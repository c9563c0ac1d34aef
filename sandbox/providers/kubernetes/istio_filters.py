"""Istio's kind for what its other kinds have no field for: the fields of its spec (Istio reference, "Envoy Filter",
v1alpha3). What a patch holds is Envoy's, and nobody looks at it here."""

from typing import Final

from sandbox.providers.kubernetes.json_schema import INTEGER, STRING, Schema, choice, list_of, map_of, record
from sandbox.providers.kubernetes.values.syntaxes import SELECTED_LABELS

_PLACES: Final = (
    "LISTENER",
    "FILTER_CHAIN",
    "NETWORK_FILTER",
    "HTTP_FILTER",
    "ROUTE_CONFIGURATION",
    "VIRTUAL_HOST",
    "HTTP_ROUTE",
    "CLUSTER",
    "EXTENSION_CONFIG",
    "BOOTSTRAP",
    "LISTENER_FILTER",
)
_OPERATIONS: Final = ("MERGE", "ADD", "REMOVE", "INSERT_BEFORE", "INSERT_AFTER", "INSERT_FIRST", "REPLACE")
_ANY: Final[Schema] = {"type": "object"}
_MATCH = record(
    {
        "context": choice("ANY", "SIDECAR_INBOUND", "SIDECAR_OUTBOUND", "GATEWAY"),
        "proxy": record({"proxyVersion": STRING, "metadata": map_of(STRING)}),
        "listener": _ANY,
        "routeConfiguration": _ANY,
        "cluster": _ANY,
    }
)
_PATCH = record(
    {
        "operation": choice(*_OPERATIONS),
        "value": _ANY,
        "filterClass": choice("AUTHN", "AUTHZ", "STATS"),
    }
)

KINDS: Final[dict[str, Schema]] = {
    "networking.istio.io/v1alpha3:EnvoyFilter": record(
        {
            "workloadSelector": record({"labels": SELECTED_LABELS}),
            "configPatches": list_of(record({"applyTo": choice(*_PLACES), "match": _MATCH, "patch": _PATCH})),
            "priority": INTEGER,
        }
    ),
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
