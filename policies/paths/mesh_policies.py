"""Who may come to a workload of the mesh: where any policy that allows stands before it, a request must meet a rule.

A policy of the root namespace holds for the whole mesh, another one for its own namespace (Istio reference,
"Authorization Policy"). Callers are known by the identity that the mesh's certificates give them. Clients bring a token
where one is asked for, which something must take (Istio reference, "RequestAuthentication").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from policies.model import Resource
from policies.paths.kube import Kube, called, has, labels, namespace
from policies.paths.leg import Leg, contained
from policies.read import items, value

AUTHORIZATION, AUTHENTICATION = (
    f"kubernetes:security.istio.io/v1:{kind}" for kind in ("AuthorizationPolicy", "RequestAuthentication")
)
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
    before = _before(kube, AUTHORIZATION, workload)
    policies = [each for each in before if value(each.props, "spec.action", "ALLOW") == "ALLOW"]
    takers = _before(kube, AUTHENTICATION, workload)
    issuers = [str(value(rule, "issuer")) for taker in takers for rule in items(taker.props, "spec.jwtRules")]
    meeting = _meeting(policies, port, request, issuers)
    leg.rests_on_all(meeting)
    if meeting and len(takers) == 1 and not _meeting(policies, port, request, ()):
        leg.rests_on_all(takers)
    if policies and not meeting:
        who = (
            f"{namespace(request.caller)}/{called(request.caller)}"
            if request.caller
            else request.host or "the balancer"
        )
        names = ", ".join(each.name for each in policies)
        leg.lacks(
            policies[-1],
            hop,
            f"no AuthorizationPolicy ({names}) lets {who} in on port {port}: add a rule for it, and a "
            "RequestAuthentication for the issuer of tokens that it asks for",
        )


def matches(host: str, patterns: Sequence[str]) -> bool:
    """Return whether one of *patterns*, hosts of which the first part may be `*`, takes *host* in."""
    return any(each == "*" or fnmatchcase(host, each) for each in patterns)


def principal(workload: Resource) -> str:
    """Return the identity that the mesh gives to *workload*."""
    account = value(workload.props, "spec.template.spec.serviceAccountName", "default")
    return f"cluster.local/ns/{namespace(workload)}/sa/{account}"


def _before(kube: Kube, kind: str, workload: Resource) -> Sequence[Resource]:
    """Return what of *kind* holds for *workload*."""
    return [
        each
        for each in kube.of(kind, workload)
        if namespace(each) in (ROOT, namespace(workload))
        and has(labels(workload), value(each.props, "spec.selector.matchLabels", {}))
    ]


def _meeting(policies: Sequence[Resource], port: int, request: Request, issuers: Sequence[str]) -> Sequence[Resource]:
    """Return those of *policies* that let *request* in, with a token of any of *issuers*."""
    return [
        each
        for each in policies
        if any(_meets(rule, port, request, issuers) for rule in items(each.props, "spec.rules"))
    ]


def _meets(rule: Any, port: int, request: Request, issuers: Sequence[str]) -> bool:
    sources = [value(each, "source", {}) for each in items(rule, "from")]
    asked = [value(each, "operation", {}) for each in items(rule, "to")]
    return (not sources or any(_from(each, request, issuers) for each in sources)) and (
        not asked or any(_to(each, port, request) for each in asked)
    )


def _from(source: Any, request: Request, issuers: Sequence[str]) -> bool:
    known = [str(each) for each in items(source, "principals")]
    tokens = [str(each).rpartition("/")[0] for each in items(source, "requestPrincipals")]
    return (not known or (request.caller is not None and matches(principal(request.caller), known))) and (
        not tokens or any(matches(issuer, tokens) for issuer in issuers)
    )


def _to(operation: Any, port: int, request: Request) -> bool:
    ports, hosts = items(operation, "ports"), [str(each) for each in items(operation, "hosts")]
    paths = [str(each) for each in items(operation, "paths")]
    return (
        (not len(ports) or str(port) in ports)
        and (not hosts or matches(request.host, hosts))
        and (not paths or any(fnmatchcase(request.path, each) for each in paths))
    )
