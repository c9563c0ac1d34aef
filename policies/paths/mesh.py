"""Istio's hops in a cluster: a gateway's listener, the routes behind it, and who may come.

A gateway's HTTPS listener takes handshakes that name one of its hosts, and those that name none only where `*` is
among them. Its routes are the VirtualServices that name it and a host of the request. Where any policy that allows
stands before a workload, a request must meet one of its rules (Istio reference, "Gateway", "Virtual Service",
"Authorization Policy").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from policies.graph import Graph
from policies.model import Resource
from policies.paths.kube import SECRET, Kube, called, has, labels, namespace
from policies.paths.leg import Leg
from policies.read import items, value

GATEWAY, VIRTUAL, ENTRY, DESTINATION = (
    f"kubernetes:networking.istio.io/v1:{kind}"
    for kind in ("Gateway", "VirtualService", "ServiceEntry", "DestinationRule")
)
AUTHORIZATION = "kubernetes:security.istio.io/v1:AuthorizationPolicy"
CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate"
ROLE, BINDING = (f"kubernetes:rbac.authorization.k8s.io/v1:{kind}" for kind in ("Role", "RoleBinding"))
ROOT = "istio-system"
"""Namespace whose policies hold for the whole mesh."""
SUFFIX = ".svc.cluster.local"


@dataclass(frozen=True)
class Request:
    """What a caller asks."""

    host: str
    """The host that it asks for; that of the target itself where a health check asks."""
    name: str
    """Server name in its TLS handshake; empty where it gives none."""
    path: str
    port: object = None
    """Port of the service that it is for, where the handshake names that."""
    caller: Resource | None = None
    """The workload that calls, in the mesh."""


class Mesh:
    """The mesh of every cluster of a stack."""

    def __init__(self, graph: Graph, kube: Kube) -> None:
        self._graph, self._kube = graph, kube

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
            self._certify(gateway, str(value(server, "tls.credentialName", "")), hop, leg)
        return mode in ("AUTO_PASSTHROUGH", "PASSTHROUGH")

    def routes(self, gateway: Resource, request: Request, hop: str, leg: Leg) -> Iterator[tuple[Resource, str, object]]:
        """Yield where *request* may go from *gateway*: the VirtualService, the host behind it, and the port."""
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

    def admitted(self, workload: Resource, port: int, request: Request, hop: str, leg: Leg) -> None:
        """Follow *request* past the policies before *workload*."""
        policies = [
            each
            for each in self._kube.of(AUTHORIZATION, workload)
            if namespace(each) in (ROOT, namespace(workload))
            and has(labels(workload), value(each.props, "spec.selector.matchLabels", {}))
            and value(each.props, "spec.action", "ALLOW") == "ALLOW"
        ]
        meeting = [
            each for each in policies if any(_meets(rule, port, request) for rule in items(each.props, "spec.rules"))
        ]
        leg.rests_on_all(meeting)
        if policies and not meeting:
            who = (
                f"{namespace(request.caller)}/{called(request.caller)}"
                if request.caller
                else request.host or "the balancer"
            )
            names = ", ".join(each.name for each in policies)
            leg.lacks(
                policies[-1], hop, f"no AuthorizationPolicy ({names}) lets {who} in on port {port}: add a rule for it"
            )

    def entry(self, beside: Resource, host: str) -> Resource | None:
        """Return the ServiceEntry that knows *host* in the cluster of *beside*."""
        entries = self._kube.of(ENTRY, beside)
        return next((each for each in entries if host in items(each.props, "spec.hosts")), None)

    def mutual(self, beside: Resource, host: str, hop: str, leg: Leg) -> None:
        """Follow a call of *host* out of the mesh of *beside*, which must carry the mesh's own TLS."""
        for rule in self._kube.of(DESTINATION, beside):
            mode = value(rule.props, "spec.trafficPolicy.tls.mode")
            if mode == "ISTIO_MUTUAL" and matches(host, [str(value(rule.props, "spec.host", ""))]):
                leg.rests_on(rule)
                return
        leg.lacks(
            beside, hop, f"calls of {host} don't carry the mesh's TLS: declare a DestinationRule with ISTIO_MUTUAL"
        )

    def _certify(self, gateway: Resource, credential: str, hop: str, leg: Leg) -> None:
        within = namespace(gateway)
        made = [
            *(each for each in self._kube.of(SECRET, gateway, within) if called(each) == credential),
            *(
                each
                for each in self._kube.of(CERTIFICATE, gateway, within)
                if value(each.props, "spec.secretName") == credential
            ),
        ]
        leg.rests_on_all(made)
        if not made:
            mend = f"nothing makes the secret {credential} of {within}: declare a Certificate with that secretName"
            leg.lacks(gateway, hop, mend)
        for each in made:
            if each.type == CERTIFICATE:
                self._issue(each, hop, leg)
        self._readable(gateway, hop, leg)

    def _issue(self, certificate: Resource, hop: str, leg: Leg) -> None:
        issuer = value(certificate.props, "spec.issuerRef", {})
        kind, group = value(issuer, "kind", "Issuer"), value(issuer, "group", "cert-manager.io")
        found = [
            each
            for each in self._graph.resources
            if each.provider == certificate.provider
            and each.type.startswith(f"kubernetes:{group}/")
            and each.type.endswith(f":{kind}")
            and called(each) == value(issuer, "name")
        ]
        leg.rests_on_all(found)
        if not found:
            leg.lacks(certificate, hop, f"no {kind} called {value(issuer, 'name')} issues it: declare one")

    def _readable(self, gateway: Resource, hop: str, leg: Leg) -> None:
        within = namespace(gateway)
        for binding in self._kube.of(BINDING, gateway, within):
            roles = [
                each
                for each in self._kube.of(ROLE, gateway, within)
                if called(each) == value(binding.props, "roleRef.name")
            ]
            for role in roles:
                if any("secrets" in items(rule, "resources") for rule in items(role.props, "rules")):
                    leg.rests_on_all((binding, role))
                    return
        leg.lacks(
            gateway, hop, f"the gateway may not read secrets of {within}: declare a Role for them and its RoleBinding"
        )

    @staticmethod
    def _ends(virtual: Resource, route: Any) -> Iterator[tuple[Resource, str, object]]:
        for each in items(route, "route"):
            if value(each, "weight", 1) != 0:
                host = str(value(each, "destination.host", ""))
                full = host if "." in host else f"{host}.{namespace(virtual)}{SUFFIX}"
                yield virtual, full, value(each, "destination.port.number")


def matches(host: str, patterns: Sequence[str]) -> bool:
    """Return whether one of *patterns*, hosts of which the first part may be `*`, takes *host* in."""
    return any(each == "*" or fnmatchcase(host, each) for each in patterns)


def principal(workload: Resource) -> str:
    """Return the identity that the mesh gives to *workload*."""
    account = value(workload.props, "spec.template.spec.serviceAccountName", "default")
    return f"cluster.local/ns/{namespace(workload)}/sa/{account}"


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


def _meets(rule: Any, port: int, request: Request) -> bool:
    sources = [value(each, "source", {}) for each in items(rule, "from")]
    asked = [value(each, "operation", {}) for each in items(rule, "to")]
    return (not sources or any(_from(each, request) for each in sources)) and (
        not asked or any(_to(each, port, request) for each in asked)
    )


def _from(source: Any, request: Request) -> bool:
    known = [str(each) for each in items(source, "principals")]
    return not known or (request.caller is not None and matches(principal(request.caller), known))


def _to(operation: Any, port: int, request: Request) -> bool:
    ports, hosts = items(operation, "ports"), [str(each) for each in items(operation, "hosts")]
    paths = [str(each) for each in items(operation, "paths")]
    return (
        (not len(ports) or str(port) in ports)
        and (not hosts or matches(request.host, hosts))
        and (not paths or any(fnmatchcase(request.path, each) for each in paths))
    )
