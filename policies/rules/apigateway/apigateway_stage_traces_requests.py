"""A stage of a REST API passes traces on."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("xrayTracingEnabled") is not True:
        return "tracing is off"
    return None


RULE = Rule(
    name="apigateway_stage_traces_requests",
    title="API Gateway stages trace requests.",
    resource_types=frozenset({"aws:apigateway/stage:Stage"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set xrayTracingEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-3",
    sources=("SecurityHub APIGateway.3",),
)
