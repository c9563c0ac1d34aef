"""A stage writes a line for every request."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "accessLogSettings.destinationArn"):
        return "it keeps no access log"
    if not value(props, "accessLogSettings.format"):
        return "its access log has no format"
    return None


RULE = Rule(
    name="apigateway_stage_logs_access",
    title="API Gateway stages log access.",
    resource_types=frozenset(
        {
            "aws:apigateway/stage:Stage",
            "aws:apigatewayv2/stage:Stage",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set accessLogSettings with destinationArn and format.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-9",
    sources=("SecurityHub APIGateway.9",),
)
