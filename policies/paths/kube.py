"""What a cluster's manifests declare, by name, and what stands behind a service there.

What shares a provider is of one cluster. A service leads to the pods of its namespace that have its labels
(Kubernetes, "Service").
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from policies.graph import Graph
from policies.model import Resource
from policies.paths.leg import Leg
from policies.paths.lookups import Answers
from policies.read import items, value, whole
from policies.rules.stack._noting import asked

SERVICE, NAMESPACE, SECRET = (f"kubernetes:core/v1:{kind}" for kind in ("Service", "Namespace", "Secret"))
WORKLOADS = frozenset(f"kubernetes:apps/v1:{kind}" for kind in ("DaemonSet", "Deployment", "StatefulSet"))
_NAMESPACE_LABEL = "kubernetes.io/metadata.name"
"""Label that every namespace carries, its own name."""


def called(resource: Resource) -> str:
    """Return the name that the cluster knows *resource* by."""
    return str(value(resource.props, "metadata.name", ""))


def namespace(resource: Resource) -> str:
    """Return the namespace of *resource*."""
    return str(value(resource.props, "metadata.namespace", "default"))


def _full_name(resource: Resource) -> str:
    return f"{namespace(resource)}/{called(resource)}"


def labels(workload: Resource) -> Mapping[str, Any]:
    """Return the labels of *workload*'s pods."""
    return value(workload.props, "spec.template.metadata.labels", {})


def has(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Return whether the labels *given* have all of *wanted*."""
    return all(given.get(key) == wanted[key] for key in wanted)


class Kube:
    """The manifests of every cluster of a stack."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._services = Answers(graph, lambda _all: self._named_by(SERVICE, _full_name))
        self._namespaces = Answers(graph, lambda _all: self._named_by(NAMESPACE, called))

    def of(self, kind: str, beside: Resource, within: str | None = None) -> Sequence[Resource]:
        """Return what of type *kind* is of the cluster of *beside*, and of the namespace *within* if that is given."""
        found = (each for each in self._graph.of((kind,)) if each.provider == beside.provider)
        return [
            each
            for each in found
            if within is None or asked(self._graph, each, lambda each=each: namespace(each)) == within
        ]

    def service(self, beside: Resource, within: str, name: str) -> Resource | None:
        """Return the service *name* of the namespace *within*, of the cluster of *beside*."""
        return self._services[()].get((beside.provider, f"{within}/{name}"))

    def port(self, service: Resource, port: object, hop: str, leg: Leg) -> int | None:
        """Return the port of the pods that *port*, a number or name, of *service* leads to."""
        for each in items(service.props, "spec.ports"):
            if port in (value(each, "port"), value(each, "name")):
                named = value(each, "targetPort")
                if isinstance(named, str):
                    return self._named(service, named, hop, leg)
                return whole(each, "port" if named is None else "targetPort")
        leg.lacks(service, hop, f"it has no port {port}: declare it among its ports")
        return None

    def workloads(self, service: Resource, port: int | None, hop: str, leg: Leg) -> Sequence[Resource]:
        """Return the workloads behind *service*, once they listen on *port*."""
        leg.rests_on(service)
        selector = value(service.props, "spec.selector", {})
        candidates = (each for kind in sorted(WORKLOADS) for each in self.of(kind, service, namespace(service)))
        found = [each for each in candidates if selector and has(labels(each), selector)]
        if not found:
            wanted = ", ".join(f"{key}={selector[key]}" for key in selector)
            leg.lacks(
                service, hop, f"no workload of {namespace(service)} has the labels {wanted}: declare a Deployment"
            )
        for workload in found:
            leg.rests_on(workload)
            ports = {value(each, "containerPort") for each in _ports(workload)}
            if port is not None and ports and port not in ports:
                leg.lacks(
                    workload, hop, f"no container listens on port {port}: correct the port of the one or the other"
                )
            if value(workload.props, "spec.replicas", 1) == 0:
                leg.lacks(workload, hop, "it has no replicas: ask for at least one")
        return found

    def namespace_labels(self, workload: Resource) -> Mapping[str, Any]:
        """Return the labels of the namespace that *workload* is in."""
        name = namespace(workload)
        space = self._namespaces[()].get((workload.provider, name))
        return {_NAMESPACE_LABEL: name, **(value(space.props, "metadata.labels", {}) if space else {})}

    def _named_by(self, kind: str, name: Callable[[Resource], str]) -> Mapping[tuple[str | None, str | None], Resource]:
        found = self._graph.of((kind,))
        return {(each.provider, asked(self._graph, each, partial(name, each))): each for each in found}

    def _named(self, service: Resource, name: str, hop: str, leg: Leg) -> int | None:
        for workload in self.workloads(service, None, hop, leg):
            for each in _ports(workload):
                if value(each, "name") == name:
                    return whole(each, "containerPort")
        leg.lacks(service, hop, f"no container has a port called {name}: name one so, or correct the service's target")
        return None


def _ports(workload: Resource) -> Sequence[Any]:
    containers = items(workload.props, "spec.template.spec.containers")
    return [port for container in containers for port in items(container, "ports")]
