"""An API whose methods ask an authorizer has one: authorizers belong to one API, and none stands in for another's.

Amazon API Gateway Developer Guide, "Use API Gateway Lambda authorizers" and "Control access to HTTP APIs with JWT
authorizers". An API that is imported from a definition may have its authorizers in there, and isn't asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from policies.graph import Graph, StackRule, each
from policies.lists import some
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value


@dataclass(frozen=True)
class _Gateway:
    """What an API's methods and authorizers are called, and how they name it and say who may call."""

    method: str
    authorizer: str
    api: str
    authorization: str
    kinds: frozenset[str]


GATEWAYS = {
    "aws:apigateway/restApi:RestApi": _Gateway(
        "aws:apigateway/method:Method",
        "aws:apigateway/authorizer:Authorizer",
        "restApi",
        "authorization",
        frozenset({"COGNITO_USER_POOLS", "CUSTOM"}),
    ),
    "aws:apigatewayv2/api:Api": _Gateway(
        "aws:apigatewayv2/route:Route",
        "aws:apigatewayv2/authorizer:Authorizer",
        "apiId",
        "authorizationType",
        frozenset({"CUSTOM", "JWT"}),
    ),
}
"""By type of API; *kinds* of authorization are those that ask an authorizer."""


def _lacking(graph: Graph, kind: str, gateway: _Gateway) -> Iterable[Finding | None]:
    """Judge the APIs of *kind*."""
    methods = graph.referred(gateway.api, by=(gateway.method,), to=frozenset({kind}))
    authorizers = graph.referred(gateway.api, by=(gateway.authorizer,), to=frozenset({kind}))

    def fault(api: Resource) -> str | None:
        if value(api.props, "body"):
            raise NotApplicable("its definition may have authorizers")
        asking = methods.get(api.urn, ())
        if not some(asking, lambda method: value(method.props, gateway.authorization) in gateway.kinds):
            raise NotApplicable("none of its methods asks an authorizer")
        return None if api.urn in authorizers else "its methods ask an authorizer, and it has none"

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
