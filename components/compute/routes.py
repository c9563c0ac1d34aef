"""Which region answers a request: the one that the `region` header names, otherwise one drawn by weight.

The shape of the routing is the platform's own requirement: `region: us-east-1` leads to us-east-1 and nowhere else, so
that data can stay where it must; requests without the header are shared out, 70 to 30 in staging.
"""

from collections.abc import Mapping
from typing import Any, Final

REGION_HEADER: Final = "region"
SERVICE_PORT: Final = 80
TIMEOUT: Final = "10s"
RETRIES: Final[Mapping[str, Any]] = {
    "attempts": 2,
    "perTryTimeout": "3s",
    "retryOn": "connect-failure,refused-stream,reset-before-request",
}
"""Only what cannot have reached the service is tried again, so that nothing is done twice."""


def service_name(region: str) -> str:
    """Return the name of the API's service in *region*."""
    return f"groot-api-{region}"


def http_routes(weights: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return a VirtualService's HTTP routes for regions of these *weights* (percent), in the given order.

    Raises:
        ValueError: there is no region, or the weights do not add up to 100.
    """
    if sum(weights.values()) != 100:
        raise ValueError(f"weights {dict(weights)} do not add up to 100")
    by_header = [
        {
            "name": region,
            "match": [{"headers": {REGION_HEADER: {"exact": region}}}],
            **_to({region: 100}),
        }
        for region in weights
    ]
    shared = {region: weight for region, weight in weights.items() if weight}
    return [*by_header, {"name": "by-weight", **_to(shared)}]


def health_route(region: str, path: str) -> dict[str, Any]:
    """Return the route on which a load balancer asks *region*'s own pods, and no others, whether they can answer."""
    return {"name": "health", "match": [{"uri": {"exact": path}}], **_to({region: 100})}


def _to(weights: Mapping[str, int]) -> dict[str, Any]:
    return {
        "route": [
            {"destination": {"host": service_name(region), "port": {"number": SERVICE_PORT}}, "weight": weight}
            for region, weight in weights.items()
        ],
        "timeout": TIMEOUT,
        "retries": dict(RETRIES),
    }
