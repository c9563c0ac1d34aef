"""An API whose methods ask an authorizer has one: authorizers belong to one API, and none stands in for another's.

Amazon API Gateway Developer Guide, "Use API Gateway Lambda authorizers" and "Control access to HTTP APIs with JWT
authorizers". An API that is imported from a definition may have its authorizers in there, and isn't asked.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.stack._gateways import GATEWAYS, Gateway


def _lacking(graph: Graph, kind: str, gateway: Gateway) -> Iterable[Finding | None]:
    """Judge the APIs of *kind*."""
    methods = graph.referrers(gateway.api, by=(gateway.method,), to=frozenset({kind}))
    authorizers = graph.referrers(gateway.api, by=(gateway.authorizer,), to=frozenset({kind}))

    def asks(method: Resource) -> bool:
        return value(method.props, gateway.authorization) in gateway.kinds

    def fault(api: Resource) -> str | None:
        if value(api.props, "body"):
            raise NotApplicable("its definition may have authorizers")
        if not methods.include(api, asks):
            raise NotApplicable("none of its methods asks an authorizer")
        return None if authorizers.include(api) else "its methods ask an authorizer, and it has none"

    return each(graph.of((kind,)), fault)


def _check(graph: Graph) -> Iterable[Finding | None]:
    for kind, gateway in GATEWAYS.items():
        yield from _lacking(graph, kind, gateway)


RULE = StackRule(
    name="stack_gateways_have_authorizers",
    title="APIs whose methods ask an authorizer have one.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Declare an Authorizer of the API.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html",
)
