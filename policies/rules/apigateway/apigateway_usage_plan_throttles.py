"""A plan holds each of its callers to a rate, so that one doesn't use up what is there for all."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value


def _check(props: Props) -> str | None:

    def fault(limit: str) -> str | None:
        if not at_least(value(props, f"throttleSettings.{limit}"), 1):
            return f"throttleSettings has no {limit}"
        return None

    return first(("rateLimit", "burstLimit"), fault)


RULE = Rule(
    name="apigateway_usage_plan_throttles",
    title="API Gateway usage plans throttle.",
    resource_types=frozenset({"aws:apigateway/usagePlan:UsagePlan"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CAPACITY, Objective.WEB_PROTECTION}),
    remediation="Set throttleSettings with rateLimit and burstLimit.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
)
