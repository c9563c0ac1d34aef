"""Who may come to a workload of the mesh: where any policy that allows stands before it, a request must meet a rule.

A policy of the root namespace holds for the whole mesh, another one for its own namespace (Istio reference,
"Authorization Policy"). Callers are known by the identity that the mesh's certificates give them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from policies.model import Resource
from policies.paths.kube import Kube, called, has, labels, namespace
from policies.paths.leg import Leg, contained
from policies.read import items, value

AUTHORIZATION = "kubernetes:security.istio.io/v1:AuthorizationPolicy"
ROOT = "istio-system"
"""Namespace whose policies hold for the whole mesh."""


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


@contained
def admitted(kube: Kube, workload: Resource, port: int, request: Request, hop: str, leg: Leg) -> None:
    """Follow *request* past the policies before *workload*."""
    policies = [
        each
        for each in kube.of(AUTHORIZATION, workload)
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


def matches(host: str, patterns: Sequence[str]) -> bool:
    """Return whether one of *patterns*, hosts of which the first part may be `*`, takes *host* in."""
    return any(each == "*" or fnmatchcase(host, each) for each in patterns)


def principal(workload: Resource) -> str:
    """Return the identity that the mesh gives to *workload*."""
    account = value(workload.props, "spec.template.spec.serviceAccountName", "default")
    return f"cluster.local/ns/{namespace(workload)}/sa/{account}"


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
