"""Istio's kind for what the mesh tells of itself: the fields of its spec (Istio reference, "Telemetry", v1)."""

from typing import Final

from sandbox.providers.kubernetes.json_schema import BOOLEAN, STRING, Schema, choice, list_of, record

_PROVIDERS = list_of(record({"name": STRING}, ["name"]))
_MODE = choice("CLIENT_AND_SERVER", "CLIENT", "SERVER")

TELEMETRY: Final[Schema] = record(
    {
        "accessLogging": list_of(
            record(
                {
                    "match": record({"mode": _MODE}),
                    "providers": _PROVIDERS,
                    "disabled": BOOLEAN,
                    "filter": record({"expression": STRING}),
                }
            )
        )
    }
)

KINDS: Final[dict[str, Schema]] = {"telemetry.istio.io/v1:Telemetry": TELEMETRY}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
