"""A stage of an HTTP or WebSocket API holds its callers to a rate."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value


def _check(props: Props) -> str | None:
    settings = value(props, "defaultRouteSettings", {})

    def fault(limit: str) -> str | None:
        if not at_least(value(settings, limit), 1):
            return f"defaultRouteSettings has no {limit}"
        return None

    return first(("throttlingRateLimit", "throttlingBurstLimit"), fault)


RULE = Rule(
    name="apigateway_v2_stage_throttles",
    title="API Gateway v2 stages are throttled.",
    resource_types=frozenset({"aws:apigatewayv2/stage:Stage"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CAPACITY, Objective.WEB_PROTECTION}),
    remediation="Set throttlingRateLimit and throttlingBurstLimit of defaultRouteSettings.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html",
)
