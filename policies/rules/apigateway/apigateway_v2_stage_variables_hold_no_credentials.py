"""Whoever may look at a stage of an HTTP or WebSocket API sees its variables."""

from policies.credentials import credentials_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if credentials_in(value(props, "stageVariables", {})):
        return "its variables hold a credential"
    return None


RULE = Rule(
    name="apigateway_v2_stage_variables_hold_no_credentials",
    title="API Gateway v2 stage variables hold no credentials.",
    resource_types=frozenset({"aws:apigatewayv2/stage:Stage"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the backend fetch it from Secrets Manager.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
)
