"""Which region answers a request: the one that the `region` header names, otherwise one drawn by weight.

The shape of the routing is the platform's own requirement: `region: us-east-1` leads to us-east-1 and nowhere else, so
that data can stay where it must; requests without the header are shared out, 70 to 30 in staging. A header that names
no region of the platform is refused: whoever asks for a place must not be served from another. Names of regions are
matched whatever their case.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from components.compute.drains import REQUEST_SECONDS

REGION_HEADER: Final = "region"
SERVICE_PORT: Final = 80
TIMEOUT: Final = f"{REQUEST_SECONDS}s"
"""For a request with all its tries. No try has a limit of its own: an answer that takes long isn't tried again, so that
a shorter limit would be the only one that ever holds."""
RETRIES: Final[Mapping[str, Any]] = {
    "attempts": 3,
    "retryOn": "connect-failure,refused-stream,reset-before-request",
    "retryRemoteLocalities": True,
}
"""Only what cannot have reached the service is tried again, so that nothing is done twice; every second try goes past
the priorities that were tried (Envoy, "Previous priorities"), hence an odd number after the first."""
READS: Final = "GET|HEAD|OPTIONS"
"""Methods that ask for nothing to be done: such a request may be sent again when its connection broke (RFC 9110,
sections 9.2.1 and 9.2.2)."""
READ_RETRIES: Final = {**RETRIES, "retryOn": "connect-failure,refused-stream,reset"}
"""For a read that any region may answer: also when the connection broke before an answer began. A limit that ran out
isn't tried again here either."""
MEDIA_TYPE: Final = "application/problem+json"
UNKNOWN_REGION: Final = "urn:groot:problem:region-unknown"


def service_name(region: str) -> str:
    """Return the name of the API's service in *region*."""
    return f"groot-api-{region}"


def shared_name(region: str) -> str:
    """Return the name of the service that *region* answers first, and the others when it can't."""
    return f"{service_name(region)}-first"


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
            "match": [{"headers": {REGION_HEADER: {"regex": f"(?i){region}"}}}],
            **_to({region: 100}),
        }
        for region in weights
    ]
    drawn = {region: weight for region, weight in weights.items() if weight}
    shared = _to(drawn, shared_name if len(weights) > 1 else service_name)
    reads = {**shared, "match": [{"method": {"regex": READS}}], "retries": dict(READ_RETRIES)}
    return [*by_header, _refusal(weights), {"name": "reads-by-weight", **reads}, {"name": "by-weight", **shared}]


def health_route(region: str, path: str) -> dict[str, Any]:
    """Return the route on which a load balancer asks *region*'s own pods, and no others, whether they can answer."""
    return {"name": "health", "match": [{"uri": {"exact": path}}], **_to({region: 100})}


def _refusal(regions: Iterable[str]) -> dict[str, Any]:
    """Return the route of requests whose header names none of *regions*; the answer is RFC 9457's."""
    problem = {
        "type": UNKNOWN_REGION,
        "title": "There is no such region.",
        "status": HTTPStatus.BAD_REQUEST,
        "detail": f"The header `{REGION_HEADER}` takes one of {', '.join(regions)}, or is left out.",
    }
    return {
        "name": "region-unknown",
        "match": [{"headers": {REGION_HEADER: {"regex": ".*"}}}],
        "directResponse": {"status": HTTPStatus.BAD_REQUEST.value, "body": {"string": json.dumps(problem)}},
        "headers": {"response": {"set": {"content-type": MEDIA_TYPE}}},
    }


def _to(weights: Mapping[str, int], named: Callable[[str], str] = service_name) -> dict[str, Any]:
    return {
        "route": [
            {"destination": {"host": named(region), "port": {"number": SERVICE_PORT}}, "weight": weight}
            for region, weight in weights.items()
        ],
        "timeout": TIMEOUT,
        "retries": dict(RETRIES),
    }
