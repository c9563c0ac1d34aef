"""Requests through a load balancer to the pods that answer them, in the same region or across the mesh.

An application load balancer opens TLS with the certificate of its listener and opens a new handshake with its targets
that names no host; a network load balancer passes TCP on as it is (Elastic Load Balancing, "HTTPS listeners for your
Application Load Balancer", "Target groups for your Application Load Balancers"). A health check must ask what serves
requests: a port beside it may answer while that does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.certificates import Certificates
from policies.paths.grants import Grants
from policies.paths.kube import Kube, namespace
from policies.paths.kube_policies import KubePolicies
from policies.paths.leg import Leg, apart, contained
from policies.paths.lookups import Referring
from policies.paths.mesh import Mesh, from_host
from policies.paths.mesh_policies import Request, admitted, principal
from policies.paths.network import Network
from policies.paths.places import BALANCER
from policies.paths.spans import Span
from policies.paths.targets import TARGETS, Targets
from policies.read import items, value, whole

LISTENER, RULE = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
_ENCRYPTED = ("HTTPS", "TLS")


class Serving:
    """The load balancers of a stack and what is behind them."""

    def __init__(self, graph: Graph, network: Network, certificates: Certificates, grants: Grants) -> None:
        self._graph, self._network, self._certificates = graph, network, certificates
        self.kube = Kube(graph)
        self.mesh = Mesh(self.kube)
        self._policies = KubePolicies(self.kube)
        self._listeners = Referring(graph, "loadBalancerArn", by=(LISTENER,), to=frozenset({BALANCER}))
        self._rules = Referring(graph, "listenerArn", by=(RULE,), to=frozenset({LISTENER}))
        self._targets = Targets(graph, network, grants)
        self._by_address = {known(each.props, "dnsName"): each for each in graph.of((BALANCER,))}
        self._entered: dict[tuple[object, ...], tuple[Leg, list[Resource]]] = {}

    def enter(self, balancer: Resource, port: int, request: Request | None, leg: Leg) -> Sequence[Resource]:
        """Follow *request* into *port* of *balancer*; return the workloads that answer it.

        Without a request, packets alone are followed, as far as the pods that take them.
        """
        caller = principal(request.caller) if request and request.caller else ""
        asked = (request.host, request.name, request.path, request.port) if request else ()
        key = balancer.urn, port, *asked, caller
        if key not in self._entered:
            answering: list[Resource] = []
            self._entered[key] = Leg(self._graph), answering
            own = apart(self._graph, partial(self._enter, balancer, port, request, answering))
            self._entered[key] = own, answering
        own, answering = self._entered[key]
        leg.take(own)
        return answering

    def _enter(
        self, balancer: Resource, port: int, request: Request | None, answering: list[Resource], leg: Leg
    ) -> None:
        hop = f"{balancer.name} port {port}"
        leg.rests_on(balancer)
        listeners = [each for each in self._listeners.of(balancer) if value(each.props, "port") == port]
        if not listeners:
            leg.lacks(balancer, hop, f"nothing listens on port {port}: declare a Listener")
        for listener in listeners:
            leg.rests_on(listener)
            if request and value(listener.props, "protocol") in _ENCRYPTED:
                region = value(listener.props, "region")
                self._certificates.show(listener, "certificateArn", request.name, region, hop, leg)
            for actor in self._acting(listener, request):
                leg.rests_on(actor)
                prop = "actions" if actor.type == RULE else "defaultActions"
                groups = self._graph.targets(actor, prop, TARGETS)
                if not groups:
                    leg.lacks(actor, hop, "it forwards to no target group of the stack: forward to one")
                for group in groups:
                    answering += self._serve(balancer, group, request, leg)

    def _acting(self, listener: Resource, request: Request | None) -> Sequence[Resource]:
        """Return what decides where *request* goes: rules that may take it, and the listener where none surely does."""
        acting: list[Resource] = []
        rules = self._rules.of(listener)
        for rule in sorted(rules, key=lambda each: value(each.props, "priority", 0)):
            met = [_met(each, request) for each in items(rule.props, "conditions")]
            if False not in met:
                acting.append(rule)
                if None not in met:
                    return acting
        return [*acting, listener]

    def _serve(self, balancer: Resource, group: Resource, request: Request | None, leg: Leg) -> Sequence[Resource]:
        hop = f"{balancer.name} -> {group.name}"
        leg.rests_on(group)
        bindings = self._targets.bindings(group)
        if not bindings:
            leg.lacks(group, hop, "no pod joins it: declare a TargetGroupBinding for it")
            return ()
        self._targets.register(group, hop, leg)
        opened = value(group.props, "protocol") in (*_ENCRYPTED, "HTTP")
        onward = replace(request, name="") if request and opened else request
        answering: list[Resource] = []
        for binding in bindings:
            leg.rests_on(binding)
            name = str(value(binding.props, "spec.serviceRef.name", ""))
            service = self.kube.service(binding, namespace(binding), name)
            if service is None:
                leg.lacks(binding, hop, f"there is no service {name} in {namespace(binding)}: declare it")
                continue
            named = value(binding.props, "spec.serviceRef.port")
            number = whole(binding.props, "spec.serviceRef.port")
            port = self.kube.port(service, named if number is None else number, hop, leg)
            if port is None:
                continue
            self._targets.reach(balancer, binding, port, leg)
            for workload in self.kube.workloads(service, port, hop, leg):
                reached = self._into(workload, port, onward, leg) if onward else ()
                self._check(balancer, group, binding, workload, port, reached, leg)
                answering += reached
        return answering

    @contained
    def _check(
        self,
        balancer: Resource,
        group: Resource,
        binding: Resource,
        workload: Resource,
        port: int,
        answering: Sequence[Resource],
        leg: Leg,
    ) -> None:
        """Follow the health check of *group*, which must end where requests do."""
        hop = f"health check of {group.name}"
        check = value(group.props, "healthCheck", {})
        asked = str(value(check, "port", "traffic-port"))
        if asked not in ("traffic-port", str(port)):
            self._targets.reach(balancer, binding, int(asked), leg)
            mend = f"it asks port {asked} while requests go to port {port}: ask the port that serves them"
            leg.lacks(group, hop, mend)
            return
        if value(check, "protocol", "HTTP") not in ("HTTP", "HTTPS"):
            return
        path = str(value(check, "path", "/"))
        own = Leg(self._graph)
        reached = self._into(workload, port, Request(host="", name="", path=path), own)
        leg.add(own.called(lambda _hop: hop))
        if answering and not {each.urn for each in reached} & {each.urn for each in answering}:
            ends = ", ".join(each.name for each in answering)
            leg.lacks(group, hop, f"{path} doesn't lead to {ends}, which answers requests: ask a path that does")

    def _into(self, workload: Resource, port: int, request: Request, leg: Leg) -> Sequence[Resource]:
        """Follow *request* into the pods of *workload*: a gateway of the mesh passes it on, anything else answers."""
        hop = f"{workload.name} port {port}"
        listeners = self.mesh.listeners(workload, port)
        if listeners or not self.mesh.gateways(workload):
            admitted(self.kube, workload, port, request, hop, leg)
        if not self.mesh.gateways(workload):
            return [workload]
        if not listeners:
            leg.lacks(workload, hop, f"the mesh's gateway serves nobody on port {port}: give a Gateway that listener")
        answering: list[Resource] = []
        for gateway, server in listeners:
            if self.mesh.accept(gateway, server, request, hop, leg):
                answering += self._behind(workload, request.name, request.port, request, leg)
                continue
            for host, asked in self.mesh.routes(gateway, request, hop, leg):
                answering += self._behind(workload, host, asked, request, leg)
        return answering

    def _behind(self, caller: Resource, host: str, port: object, request: Request, leg: Leg) -> Sequence[Resource]:
        hop = f"{caller.name} -> {host}"
        name, within = from_host(host)
        service = self.kube.service(caller, within, name)
        if service is None:
            return self._abroad(caller, host, port, request, hop, leg)
        target = self.kube.port(service, port, hop, leg)
        answering = self.kube.workloads(service, target, hop, leg)
        onward = replace(request, caller=request.caller or caller)
        for workload in answering:
            if target is not None:
                self._policies.admitted(workload, target, caller, hop, leg)
                admitted(self.kube, workload, target, onward, hop, leg)
        return answering

    def _abroad(
        self, caller: Resource, host: str, port: object, request: Request, hop: str, leg: Leg
    ) -> Sequence[Resource]:
        entry = self.mesh.entry(caller, host)
        if entry is None:
            leg.lacks(caller, hop, f"nothing knows {host}: declare its Service, or a ServiceEntry for another region's")
            return ()
        leg.rests_on(entry)
        self.mesh.mutual(caller, host, hop, leg)
        named = next(
            (value(each, "name") for each in items(entry.props, "spec.ports") if value(each, "number") == port), None
        )
        doors = self._doors(entry)
        if named is None or not doors:
            leg.lacks(entry, hop, "its endpoint is no load balancer of the stack, or it has no such port: correct it")
        answering: list[Resource] = []
        for door in doors:
            asked = next((whole(each, f"ports.{named}") for each in items(entry.props, "spec.endpoints")), None)
            if asked is None:
                continue
            for near in self._targets.nodes(caller.provider):
                for far in self._network.places.of(door):
                    leg.add(self._network.between(near, far, "tcp", Span(asked, asked)))
            for far in self._network.places.of(door):
                self._policies.let_out(caller, asked, self._network.ground.of(far.subnet).addresses, hop, leg)
            name = self.mesh.server_name(caller, host)
            onward = Request(host=host, name=name, path=request.path, port=port, caller=caller)
            answering += self.enter(door, asked, onward, leg)
        expected = {str(each) for each in items(entry.props, "spec.subjectAltNames")}
        if answering and expected and not {f"spiffe://{principal(each)}" for each in answering} & expected:
            leg.lacks(entry, hop, "it expects another identity than the workload there has: correct subjectAltNames")
        return answering

    def _doors(self, entry: Resource) -> Sequence[Resource]:
        found = self._graph.origins(entry, "spec", frozenset({BALANCER}))
        by_address: Mapping[Any, Resource] = self._by_address
        addresses = [known(each, "address") for each in items(entry.props, "spec.endpoints")]
        named = [by_address[each] for each in addresses if each in by_address and each is not None]
        return found or named


def _met(condition: Any, request: Request | None) -> bool | None:
    """Return whether *request* meets *condition* of a rule; None where it may or may not."""
    if request is None:
        return None
    paths = items(value(condition, "pathPattern", {}), "values")
    if len(paths):
        return any(fnmatchcase(request.path, str(each)) for each in paths)
    hosts = items(value(condition, "hostHeader", {}), "values")
    if len(hosts):
        return any(fnmatchcase(request.host, str(each)) for each in hosts)
    return None
