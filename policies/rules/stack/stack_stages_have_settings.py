"""Every stage of a REST API has settings for all its methods: without them it is neither throttled nor logged.

Amazon API Gateway Developer Guide, "Set up a stage for a REST API in API Gateway". What the settings say is for the
rule on them.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective
from policies.rules.stack._stages import STAGE, settings_of


def _check(graph: Graph) -> Iterable[Finding | None]:
    held = settings_of(graph)
    fault = "no settings hold for all its methods"
    yield from each(graph.of((STAGE,)), lambda stage: None if held.include(stage) else fault)


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
