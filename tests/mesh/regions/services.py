"""What kube-proxy and a network load balancer do: an address that leads to one of those who are ready, drawn evenly.

A new connection to a service's address goes to an endpoint of its slices that is ready; without any it is refused
(Kubernetes, "Virtual IPs and Service Proxies"). A region's door is such an address too, in front of the pods of the
mesh's gateway.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.mesh.regions.cluster import Cluster
from tests.mesh.regions.network import Node

_TABLE: Final = "groot-services"
DOOR: Final = ("istio-ingress", "ingress", "tls-mesh")
"""Namespace, service and port whose endpoints are behind the door: those of `TargetGroupBinding/ingress-tls-mesh`."""


class Services:
    """The addresses of one node's services."""

    def __init__(self, node: Node, cluster: Cluster) -> None:
        self._node, self._cluster = node, cluster
        self._slices: dict[tuple[str, str], dict[str, Any]] = {}

    def follow(self) -> None:
        """Keep them as the cluster's endpoints are, for as long as it answers."""
        for change, one in self._cluster.follow("/apis/discovery.k8s.io/v1/endpointslices"):
            key = (one["metadata"]["namespace"], one["metadata"]["name"])
            self._slices[key] = {**one, "endpoints": []} if change == "DELETED" else one
            self._node.namespace.run("nft", "-f", "-", given=self._ruleset())

    def _ruleset(self) -> str:
        addresses: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for (namespace, _), one in self._slices.items():
            service = (one["metadata"].get("labels") or {}).get("kubernetes.io/service-name")
            found = self._cluster.get(f"/api/v1/namespaces/{namespace}/services/{service}") if service else None
            if found is None or found["spec"].get("clusterIP") in (None, "None"):
                continue
            for port in found["spec"]["ports"]:
                ready = list(_ready(one, port.get("name")))
                addresses.setdefault((found["spec"]["clusterIP"], port["port"]), []).extend(ready)
                if (namespace, service, port.get("name")) == DOOR:
                    addresses.setdefault((self._node.door, port["port"]), []).extend(ready)
        rules = [_rule(address, targets) for address, targets in sorted(addresses.items())]
        refused = [
            f"ip daddr {host} tcp dport {port} reject with tcp reset"
            for (host, port), to in sorted(addresses.items())
            if not to
        ]
        hooks = {"prerouting": "dstnat", "output": "-100"}
        chains = [
            f"chain {hook} {{ type nat hook {hook} priority {priority}; {'; '.join(rule for rule in rules if rule)}; }}"
            for hook, priority in hooks.items()
        ]
        filters = [
            f"chain refuse-{hook} {{ type filter hook {hook} priority 0; {'; '.join(refused)}; }}"
            for hook in ("forward", "output")
        ]
        return "\n".join(
            [f"table ip {_TABLE}", f"delete table ip {_TABLE}", f"table ip {_TABLE} {{", *chains, *filters, "}"]
        )


def _ready(one: Mapping[str, Any], name: str | None) -> Sequence[tuple[str, int]]:
    ports = [port["port"] for port in one.get("ports") or () if (port.get("name") or None) == name]
    endpoints = [endpoint for endpoint in one.get("endpoints") or () if endpoint["conditions"].get("ready")]
    return [(endpoint["addresses"][0], port) for endpoint in endpoints for port in ports]


def _rule(address: tuple[str, int], targets: Sequence[tuple[str, int]]) -> str:
    if not targets:
        return ""
    drawn = ", ".join(f"{number} : {host} . {port}" for number, (host, port) in enumerate(sorted(set(targets))))
    to = f"numgen random mod {len(set(targets))} map {{ {drawn} }}"
    return f"ip daddr {address[0]} tcp dport {address[1]} dnat ip addr . port to {to}"
