"""Every stage of a REST API has settings for all its methods: without them it is neither throttled nor logged.

Amazon API Gateway Developer Guide, "Set up a stage for a REST API in API Gateway". What the settings say is for the
rule on them.
"""

from collections.abc import Iterable

from pulumi_policy.proxy import UnknownValueError

from policies.answers import all_hold
from policies.graph import Graph, StackRule, each, known
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import value
from policies.references import Referrers

API = frozenset({"aws:apigateway/restApi:RestApi"})
STAGE, SETTINGS = "aws:apigateway/stage:Stage", "aws:apigateway/methodSettings:MethodSettings"
EVERY_METHOD = "*/*"


def _same_api(one: Resource, other: Resource, graph: Graph) -> bool:
    """Return whether both are of one API: by its id, or before there is one, by where that comes from."""
    mine, others = known(one.props, "restApi"), known(other.props, "restApi")
    if mine and others:
        return mine == others
    origin, other_origin = ({api.urn for api in graph.origins(side, "restApi", API)} for side in (one, other))
    if origin and other_origin:
        return origin == other_origin
    return value(one.props, "restApi") == value(other.props, "restApi")


def _hold(settings: Resource, stage: Resource, graph: Graph) -> bool:
    """Return whether *settings* hold for all methods of *stage*."""
    origins = {origin.urn for origin in graph.origins(settings, "stageName", frozenset({STAGE}))}
    of_it = (
        (lambda: stage.urn in origins,)
        if origins
        else (
            lambda: value(settings.props, "stageName") == value(stage.props, "stageName"),
            lambda: _same_api(settings, stage, graph),
        )
    )
    return all_hold(lambda: value(settings.props, "methodPath") == EVERY_METHOD, *of_it)


def _check(graph: Graph) -> Iterable[Finding | None]:
    stages, held = graph.of((STAGE,)), Referrers()
    for settings in graph.of((SETTINGS,)):
        for stage in stages:
            try:
                held.add(settings, [stage] if _hold(settings, stage, graph) else [])
            except UnknownValueError as error:
                held.add(settings, [stage], error)
    yield from each(stages, lambda stage: None if held.include(stage) else "no settings hold for all its methods")


RULE = StackRule(
    name="stack_stages_have_settings",
    title="Stages of REST APIs have settings for their methods.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CAPACITY, Objective.SERVICE_LOGGING, Objective.WEB_PROTECTION}),
    remediation="Declare MethodSettings of the stage with methodPath */*.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-1",
    sources=("SecurityHub APIGateway.1",),
)
