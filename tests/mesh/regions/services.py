"""What kube-proxy and a network load balancer do: an address that leads to one of those who are ready, drawn evenly.

A new connection to a service's address goes to an endpoint of its slices that is ready; without any it is refused
(Kubernetes, "Virtual IPs and Service Proxies"). A region's door is such an address too, in front of the pods of the
mesh's gateway, but leads to one that is leaving for as long as a network load balancer may (`drains`).
"""

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import urllib3

from components.compute.drains import BALANCER_SECONDS, CONTROLLER_SECONDS
from tests.mesh.regions.cluster import Cluster, RefusedError
from tests.mesh.regions.network import Node

_TABLE: Final = "groot-services"
LEADS_SECONDS: Final = CONTROLLER_SECONDS + BALANCER_SECONDS - 10
"""From when a pod is told to go until the door leads nobody to it any more."""
DOOR: Final = ("istio-ingress", "ingress", "tls-mesh")
"""Namespace, service and port whose endpoints are behind the door: those of `TargetGroupBinding/ingress-tls-mesh`."""


class Services:
    """The addresses of one node's services."""

    def __init__(self, node: Node, cluster: Cluster) -> None:
        self._node, self._cluster = node, cluster
        self._slices: dict[tuple[str, str], dict[str, Any]] = {}
        self._left: dict[str, float] = {}
        self._leading = threading.Lock()

    def follow(self) -> None:
        """Keep them as the cluster's endpoints are, for as long as it answers."""
        for change, one in self._cluster.follow("/apis/discovery.k8s.io/v1/endpointslices"):
            key = (one["metadata"]["namespace"], one["metadata"]["name"])
            self._slices[key] = {**one, "endpoints": []} if change == "DELETED" else one
            self._note_leaving(one)
            self._lead()

    def _note_leaving(self, one: Mapping[str, Any]) -> None:
        for endpoint in one.get("endpoints") or ():
            [address] = endpoint["addresses"]
            if endpoint["conditions"].get("terminating") and address not in self._left:
                self._left[address] = time.monotonic() + LEADS_SECONDS
                later = threading.Timer(LEADS_SECONDS, self._lead_still)
                later.daemon = True
                later.start()

    def _lead(self) -> None:
        with self._leading:
            self._node.namespace.run("nft", "-f", "-", given=self._ruleset())

    def _lead_still(self) -> None:
        with suppress(urllib3.exceptions.HTTPError, RefusedError, OSError, AssertionError):  # when the region has ended
            self._lead()

    def _ruleset(self) -> str:
        addresses: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for (namespace, _), one in [*self._slices.items()]:
            service = (one["metadata"].get("labels") or {}).get("kubernetes.io/service-name")
            found = self._cluster.get(f"/api/v1/namespaces/{namespace}/services/{service}") if service else None
            if found is None or found["spec"].get("clusterIP") in (None, "None"):
                continue
            for port in found["spec"]["ports"]:
                ready = list(_ready(one, port.get("name")))
                addresses.setdefault((found["spec"]["clusterIP"], port["port"]), []).extend(ready)
                if (namespace, service, port.get("name")) == DOOR:
                    targets = [*ready, *self._leaving(one, port.get("name"))]
                    addresses.setdefault((self._node.door, port["port"]), []).extend(targets)
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

    def _leaving(self, one: Mapping[str, Any], name: str | None) -> Sequence[tuple[str, int]]:
        """Return those that the door still leads to."""
        leaving = _ready(one, name, "serving")
        return [(host, port) for host, port in leaving if self._left.get(host, 0.0) > time.monotonic()]


def _ready(one: Mapping[str, Any], name: str | None, condition: str = "ready") -> Sequence[tuple[str, int]]:
    ports = [port["port"] for port in one.get("ports") or () if (port.get("name") or None) == name]
    endpoints = [endpoint for endpoint in one.get("endpoints") or () if endpoint["conditions"].get(condition)]
    return [(endpoint["addresses"][0], port) for endpoint in endpoints for port in ports]


def _rule(address: tuple[str, int], targets: Sequence[tuple[str, int]]) -> str:
    if not targets:
        return ""
    drawn = ", ".join(f"{number} : {host} . {port}" for number, (host, port) in enumerate(sorted(set(targets))))
    to = f"numgen random mod {len(set(targets))} map {{ {drawn} }}"
    return f"ip daddr {address[0]} tcp dport {address[1]} dnat ip addr . port to {to}"
