"""Chaos Mesh's custom kinds, as far as the platform uses them: faults of a network, ends of pods, clocks that are off.

Chaos Mesh, "Simulate Network Faults", "Simulate Pod Faults", "Simulate Time Faults", v1alpha1.
"""

from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import DURATION, STRING, Schema, choice, list_of, map_of, record

_SELECTOR = record({"namespaces": list_of(STRING, 1), "labelSelectors": map_of(STRING)}, ["namespaces"])
_SHARE: Schema = {"type": "string", "pattern": r"^(100|\d{1,2})(\.\d+)?$"}
_COMMON: dict[str, Any] = {
    "selector": _SELECTOR,
    "mode": choice("one", "all", "fixed", "fixed-percent", "random-max-percent"),
    "value": STRING,
    "duration": DURATION,
}
NETWORK_CHAOS = record(
    {
        **_COMMON,
        "action": choice("delay", "loss", "partition"),
        "direction": choice("to", "from", "both"),
        "delay": record({"latency": DURATION, "jitter": DURATION, "correlation": _SHARE}, ["latency"]),
        "loss": record({"loss": _SHARE, "correlation": _SHARE}, ["loss"]),
    },
    ["action", "mode", "selector"],
)
POD_CHAOS = record(
    {**_COMMON, "action": choice("pod-kill"), "gracePeriod": {"type": "integer", "minimum": 0}},
    ["action", "mode", "selector"],
)
TIME_CHAOS = record(
    {
        **_COMMON,
        "timeOffset": {"type": "string", "pattern": r"^-?(\d+(\.\d+)?(h|ms|m|s))+$"},
        "clockIds": list_of(STRING, 1),
        "containerNames": list_of(STRING, 1),
    },
    ["mode", "selector", "timeOffset"],
)
KINDS: Final[dict[str, Schema]] = {
    "chaos-mesh.org/v1alpha1:NetworkChaos": NETWORK_CHAOS,
    "chaos-mesh.org/v1alpha1:PodChaos": POD_CHAOS,
    "chaos-mesh.org/v1alpha1:TimeChaos": TIME_CHAOS,
}
"""`<apiVersion>:<kind>`, as in a Pulumi type token, to the schema of `spec`."""
