"""Istio's kinds for what pods reach, outside a cluster too: the fields of their specs (Istio reference, "Service
Entry", "Sidecar", v1).

What must agree is what the definition's validation rules (`x-kubernetes-validations`) ask for.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import COUNT, PORT, STRING, Schema, choice, list_of, map_of, record
from sandbox.providers.kubernetes.values.agreements import at_least_one, at_most_one, only_with
from sandbox.providers.kubernetes.values.keywords import Fault
from sandbox.providers.kubernetes.values.syntaxes import SELECTED_LABELS, matching

_STRINGS = list_of(STRING)
_ADDRESS = matching(r"(?!unix://).*|unix://[/@].*(?<!/)", "an address, or `unix://` and a socket's absolute path")
_PORT_NAME = matching(r"(?=.{1,62}$)[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?", "a port's name")
_PORT = record(
    {
        "number": PORT,
        "name": STRING,
        "protocol": choice("HTTP", "HTTPS", "GRPC", "HTTP2", "MONGO", "TCP", "TLS"),
        "targetPort": PORT,
    },
    ["number", "name"],
)
_ENDPOINT = record(
    {
        "address": {**STRING, **_ADDRESS},
        "ports": {**map_of(PORT), "propertyNames": _PORT_NAME},
        "locality": STRING,
        "network": STRING,
        "weight": COUNT,
        "labels": map_of(STRING),
        "serviceAccount": STRING,
    }
)


def _addresses_fit_resolution(spec: Mapping[str, Any]) -> Iterator[Fault]:
    resolution = spec.get("resolution", "NONE")
    for index, address in enumerate(spec.get("addresses", ())):
        if "/" in address and resolution not in ("NONE", "STATIC"):
            yield ("addresses", index), "CIDR addresses are allowed only for NONE/STATIC resolution types"
    if resolution == "DNS_ROUND_ROBIN" and len(spec.get("endpoints", ())) > 1:
        yield ("endpoints",), "DNS_ROUND_ROBIN mode cannot have multiple endpoints"


SERVICE_ENTRY: Final[Schema] = {
    **record(
        {
            "hosts": list_of({**STRING, **matching(r"(?!\*$).*", "a host's name, or `*.` and one")}, at_least=1),
            "addresses": _STRINGS,
            "exportTo": _STRINGS,
            "location": choice("MESH_EXTERNAL", "MESH_INTERNAL"),
            "resolution": choice("NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN"),
            "subjectAltNames": _STRINGS,
            "ports": {
                **list_of(_PORT),
                "x-kubernetes-list-map-keys": ["name"],
                "allOf": [{"x-kubernetes-list-map-keys": ["number"]}],
            },
            "endpoints": list_of({**_ENDPOINT, "agreement": [at_least_one("address", "network")]}),
            "workloadSelector": record({"labels": SELECTED_LABELS}),
        },
        ["hosts"],
    ),
    "agreement": [
        at_most_one("workloadSelector", "endpoints"),
        only_with("endpoints", "resolution", "STATIC", "DNS", "DNS_ROUND_ROBIN", default="NONE"),
        _addresses_fit_resolution,
    ],
}

SIDECAR: Final[Schema] = record(
    {
        "workloadSelector": record({"labels": SELECTED_LABELS}),
        "egress": list_of(
            record(
                {
                    "hosts": _STRINGS,
                    "port": record({"number": PORT, "name": STRING, "protocol": STRING}),
                    "bind": STRING,
                    "captureMode": choice("DEFAULT", "IPTABLES", "NONE"),
                },
                ["hosts"],
            )
        ),
        "outboundTrafficPolicy": record({"mode": choice("REGISTRY_ONLY", "ALLOW_ANY")}),
    }
)

KINDS: Final[dict[str, Schema]] = {
    "networking.istio.io/v1:ServiceEntry": SERVICE_ENTRY,
    "networking.istio.io/v1:Sidecar": SIDECAR,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
