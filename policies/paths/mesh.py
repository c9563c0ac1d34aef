"""Istio's hops in a cluster: a gateway's listener, the routes behind it, and who may come.

A gateway's HTTPS listener takes handshakes that name one of its hosts, and those that name none only where `*` is
among them. Its routes are the VirtualServices that name it and a host of the request. Where any policy that allows
stands before a workload, a request must meet one of its rules (Istio reference, "Gateway", "Virtual Service",
"Authorization Policy").
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies.model import Resource
from policies.paths.kube import Kube, called, has, labels, namespace
from policies.paths.leg import Leg, contained
from policies.paths.mesh_policies import Request, matches
from policies.paths.mesh_secrets import certify
from policies.read import items, value, whole

GATEWAY, VIRTUAL, ENTRY, DESTINATION = (
    f"kubernetes:networking.istio.io/v1:{kind}"
    for kind in ("Gateway", "VirtualService", "ServiceEntry", "DestinationRule")
)
SUFFIX = ".svc.cluster.local"


class Mesh:
    """The mesh of every cluster of a stack."""

    def __init__(self, kube: Kube) -> None:
        self._kube = kube

    def listeners(self, workload: Resource, port: int) -> Sequence[tuple[Resource, Any]]:
        """Return the gateways, each with a listener, that *workload* serves *port* for."""
        return [
            (gateway, server)
            for gateway in self.gateways(workload)
            for server in items(gateway.props, "spec.servers")
            if value(server, "port.number") == port
        ]

    def gateways(self, workload: Resource) -> Sequence[Resource]:
        """Return the gateways whose listeners *workload*'s pods carry."""
        return [
            each
            for each in self._kube.of(GATEWAY, workload)
            if has(labels(workload), value(each.props, "spec.selector", {}))
        ]

    def accept(self, gateway: Resource, server: Any, request: Request, hop: str, leg: Leg) -> bool:
        """Follow *request* into a listener; returns whether the listener passes it on without opening it."""
        leg.rests_on(gateway)
        hosts = [str(each).rpartition("/")[2] for each in items(server, "hosts")]
        mode = value(server, "tls.mode", "")
        if not (matches(request.name, hosts) if request.name else "*" in hosts):
            asked = f"the handshake names {request.name}" if request.name else "the handshake names no host"
            leg.lacks(
                gateway,
                hop,
                f"{asked}, its listener takes {', '.join(hosts)}: list that host, or `*` and narrow routes",
            )
        if mode == "MUTUAL":
            leg.lacks(gateway, hop, "the load balancer shows no certificate: take tls mode SIMPLE behind it")
        if mode in ("SIMPLE", "MUTUAL"):
            certify(self._kube, gateway, str(value(server, "tls.credentialName", "")), hop, leg)
        return mode in ("AUTO_PASSTHROUGH", "PASSTHROUGH")

    def routes(self, gateway: Resource, request: Request, hop: str, leg: Leg) -> Iterator[tuple[str, int | None]]:
        """Yield where *request* may go from *gateway*: the host behind it, and the port."""
        name = f"{namespace(gateway)}/{called(gateway)}"
        found = False
        for virtual in self._kube.of(VIRTUAL, gateway):
            own = {name, called(gateway)} if namespace(virtual) == namespace(gateway) else {name}
            hosts = [str(each) for each in items(virtual.props, "spec.hosts")]
            if own.isdisjoint(items(virtual.props, "spec.gateways")) or not matches(request.host, hosts):
                continue
            for route in items(virtual.props, "spec.http"):
                if _asks(route, request.path):
                    found = True
                    leg.rests_on(virtual)
                    yield from self._ends(virtual, route)
                if _always(route):
                    break
        if not found:
            asked = request.host or "a request for no host"
            mend = f"no VirtualService of {name} takes {asked} {request.path}: declare one"
            leg.lacks(gateway, hop, mend)

    def entry(self, beside: Resource, host: str) -> Resource | None:
        """Return the ServiceEntry that knows *host* in the cluster of *beside*."""
        entries = self._kube.of(ENTRY, beside)
        return next((each for each in entries if host in items(each.props, "spec.hosts")), None)

    def server_name(self, beside: Resource, host: str) -> str:
        """Return the service that calls of *host* name in their handshake: *host*, unless a rule says another
        (`outbound_.<port>_._.<host>`, as Istio names what passes through)."""
        for rule in self._kube.of(DESTINATION, beside):
            named = str(value(rule.props, "spec.trafficPolicy.tls.sni", ""))
            if named and value(rule.props, "spec.host") == host:
                return named.rpartition("_._.")[2]
        return host

    @contained
    def mutual(self, beside: Resource, host: str, hop: str, leg: Leg) -> None:
        """Follow a call of *host* out of the mesh of *beside*, which must carry the mesh's own TLS."""
        rules = self._kube.of(DESTINATION, beside)
        for rule in sorted(rules, key=lambda each: value(each.props, "spec.host") != host):
            mode = value(rule.props, "spec.trafficPolicy.tls.mode")
            if mode == "ISTIO_MUTUAL" and matches(host, [str(value(rule.props, "spec.host", ""))]):
                leg.rests_on(rule)
                return
        leg.lacks(
            beside, hop, f"calls of {host} don't carry the mesh's TLS: declare a DestinationRule with ISTIO_MUTUAL"
        )

    @staticmethod
    def _ends(virtual: Resource, route: Any) -> Iterator[tuple[str, int | None]]:
        for each in items(route, "route"):
            if value(each, "weight", 1) != 0:
                host = str(value(each, "destination.host", ""))
                full = host if "." in host else f"{host}.{namespace(virtual)}{SUFFIX}"
                yield full, whole(each, "destination.port.number")


def from_host(host: str) -> tuple[str, str]:
    """Return the service and the namespace that *host*, a full name inside a cluster, means."""
    name, _, within = host.removesuffix(SUFFIX).partition(".")
    return name, within


def _always(route: Any) -> bool:
    return not len(items(route, "match"))


def _asks(route: Any, path: str) -> bool:
    """Return whether *route* takes requests of *path*, some at least: what asks for headers may or may not be met."""
    return _always(route) or any(_uri(value(match, "uri"), path) for match in items(route, "match"))


def _uri(given: Mapping[str, Any] | None, path: str) -> bool:
    if given is None or value(given, "regex") is not None:
        return True
    exact, prefix = value(given, "exact"), value(given, "prefix")
    return path == exact or (prefix is not None and path.startswith(prefix))
