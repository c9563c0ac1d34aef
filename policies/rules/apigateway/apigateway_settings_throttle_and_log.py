"""Methods are throttled, write execution logs without bodies, and cache under encryption if they cache."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value


def _check(props: Props) -> str | None:
    def is_unlimited(limit: str) -> bool:
        return not at_least(value(props, f"settings.throttling{limit}Limit"), 1)

    def is_plain() -> bool:
        return value(props, "settings.cachingEnabled") and value(props, "settings.cacheDataEncrypted") is not True

    return fault_among(
        ("requests are not throttled", lambda: some(("Rate", "Burst"), is_unlimited)),
        ("execution logs are off", lambda: value(props, "settings.loggingLevel") not in ("ERROR", "INFO")),
        ("bodies of requests are logged", lambda: value(props, "settings.dataTraceEnabled")),
        ("its cache is not encrypted", is_plain),
    )


RULE = Rule(
    name="apigateway_settings_throttle_and_log",
    title="API Gateway methods are throttled and logged.",
    resource_types=frozenset({"aws:apigateway/methodSettings:MethodSettings"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CAPACITY, Objective.SERVICE_LOGGING, Objective.WEB_PROTECTION}),
    remediation=(
        "Set settings with throttlingRateLimit, throttlingBurstLimit and loggingLevel ERROR, without dataTraceEnabled."
    ),
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-1",
    sources=("SecurityHub APIGateway.1", "SecurityHub APIGateway.5"),
)
