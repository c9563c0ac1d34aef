"""What answers requests without a `region` header: the region drawn for each, and another when that one can't.

One service for each region, known in every cluster, with all regions' doors behind it and the own region's service. The
region that it is named after comes first: Istio sorts endpoints by how near they say that they are to the caller, so
that one says that it is here and the others say where they are (Istio, "Locality failover"). An endpoint that fails is
put aside for a while; meanwhile, and from the second try of a request on, the others answer. Requests *with* the header
never come here: they stay where they must.

A handshake has one name for all regions, by which their doors know their own API. The own region is reached by its
service's address, so that connections are renewed for new pods to get their share.
"""

from collections.abc import Mapping
from typing import Any, Final

from components.compute.mesh_names import API, APPLICATION_NAMESPACE, EAST_WEST_PORT, principal, service_host
from components.compute.routes import SERVICE_PORT, service_name, shared_name

REQUESTS_PER_CONNECTION: Final = 1000
COMMON_HOST: Final = service_host(API)
"""Name under which every cluster knows its own API."""


def shared_entry(first: str, *, own: str, doors: Mapping[str, Any]) -> dict[str, Any]:
    """Return the spec of the ServiceEntry for region *first*, in the cluster of region *own*; *doors* are the other
    regions' by their names."""

    def endpoint(region: str, address: Any, port: int) -> dict[str, Any]:
        return {"address": address, "ports": {"http": port}, "locality": own if region == first else f"not-{first}"}

    return {
        "hosts": [service_host(shared_name(first))],
        "location": "MESH_INTERNAL",
        "resolution": "DNS",
        "ports": [{"number": SERVICE_PORT, "name": "http", "protocol": "HTTP"}],
        "endpoints": [
            *(endpoint(region, address, EAST_WEST_PORT) for region, address in doors.items()),
            endpoint(own, service_host(service_name(own)), SERVICE_PORT),
        ],
        "subjectAltNames": [f"spiffe://{principal(APPLICATION_NAMESPACE, API)}"],
    }


def shared_rule(first: str, policy: Mapping[str, Any]) -> dict[str, Any]:
    """Return the spec of the DestinationRule for region *first*: *policy*, the mesh's own, with failover."""
    pool = policy["connectionPool"]
    return {
        "host": service_host(shared_name(first)),
        "trafficPolicy": {
            **policy,
            "tls": {**policy["tls"], "sni": f"outbound_.{SERVICE_PORT}_._.{COMMON_HOST}"},
            "connectionPool": {
                **pool,
                "http": {**pool["http"], "maxRequestsPerConnection": REQUESTS_PER_CONNECTION},
            },
            "loadBalancer": {"simple": "LEAST_REQUEST", "localityLbSetting": {"enabled": True}},
        },
    }
