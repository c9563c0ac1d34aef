"""What a gateway does with connections whose other end fell silent: a region that is cut off closes none.

What was sent on such a connection is repeated for a quarter of an hour before Linux gives up, so each request on it
would take as long as requests may. With a limit to how long sent bytes stay unacknowledged (tcp(7),
`TCP_USER_TIMEOUT`; RFC 5482) the connection fails soon, and the endpoint is put aside. It is the other machine that
acknowledges and not its program, so an answer that takes long isn't cut short.

Istio has no field for it (its issue 38476), so the proxy's own is set: a cluster's `upstream_bind_config`.
"""

from collections.abc import Mapping
from typing import Any, Final

from components.compute.mesh_names import GATEWAY_LABELS

SILENT_SECONDS: Final = 3
"""A third of what a request may take: time for another try elsewhere. Four repetitions fit in, as Linux begins with one
after 0.2 s and doubles that; between regions a packet takes less than half a second there and back."""
_IPPROTO_TCP, _TCP_USER_TIMEOUT = 6, 18
"""Linux, `netinet/in.h` and `netinet/tcp.h`."""


def silence() -> Mapping[str, Any]:
    """Return the spec of the gateway's EnvoyFilter."""
    option = {
        "description": "TCP_USER_TIMEOUT",
        "level": _IPPROTO_TCP,
        "name": _TCP_USER_TIMEOUT,
        "int_value": SILENT_SECONDS * 1000,
        "state": "STATE_PREBIND",
    }
    patch = {"operation": "MERGE", "value": {"upstream_bind_config": {"socket_options": [option]}}}
    return {
        "workloadSelector": {"labels": GATEWAY_LABELS},
        "configPatches": [{"applyTo": "CLUSTER", "match": {"context": "GATEWAY"}, "patch": patch}],
    }
