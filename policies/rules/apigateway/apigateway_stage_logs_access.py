"""A stage writes a line for every request."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it keeps no access log", lambda: not value(props, "accessLogSettings.destinationArn")),
        ("its access log has no format", lambda: not value(props, "accessLogSettings.format")),
    )


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
