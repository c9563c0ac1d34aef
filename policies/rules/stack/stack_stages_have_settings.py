"""Every stage of a REST API has settings for all its methods: without them it is neither throttled nor logged.

Amazon API Gateway Developer Guide, "Set up a stage for a REST API in API Gateway". What the settings say is for the
rule on them.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each, known
from policies.lists import some
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import value

API = frozenset({"aws:apigateway/restApi:RestApi"})
STAGE, SETTINGS = "aws:apigateway/stage:Stage", "aws:apigateway/methodSettings:MethodSettings"
EVERY_METHOD = "*/*"


def _check(graph: Graph) -> Iterable[Finding | None]:
    def same_api(one: Resource, other: Resource) -> bool:
        mine, others = (graph.targets(resource, "restApi", API) for resource in (one, other))
        if mine and others:
            return mine[0].urn == others[0].urn
        return value(one.props, "restApi") == value(other.props, "restApi")

    def holds(settings: Resource, stage: Resource) -> bool:
        if value(settings.props, "methodPath") != EVERY_METHOD:
            return False
        if graph.traced(settings, "stageName") and not known(settings.props, "stageName"):
            return stage in graph.origins(settings, "stageName", frozenset({STAGE}))
        return value(settings.props, "stageName") == value(stage.props, "stageName") and same_api(settings, stage)

    found = graph.of((SETTINGS,))
    fault = "no settings hold for all its methods"
    yield from each(graph.of((STAGE,)), lambda stage: None if some(found, lambda one: holds(one, stage)) else fault)


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
