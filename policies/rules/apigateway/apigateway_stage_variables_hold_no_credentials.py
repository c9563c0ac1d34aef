"""Whoever may look at a stage sees its variables."""

from policies.credentials import credentials_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if credentials_in(value(props, "variables", {})):
        return "its variables hold a credential"
    return None


RULE = Rule(
    name="apigateway_stage_variables_hold_no_credentials",
    title="API Gateway stage variables hold no credentials.",
    resource_types=frozenset({"aws:apigateway/stage:Stage"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the backend fetch it from Secrets Manager.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html",
)
