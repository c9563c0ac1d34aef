"""API Gateway makes the value of a key up; one in the program is known to whoever reads it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("value"):
        return "its value stands in the program"
    return None


RULE = Rule(
    name="apigateway_key_is_generated",
    title="API Gateway generates its API keys.",
    resource_types=frozenset({"aws:apigateway/apiKey:ApiKey"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Remove value.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-keys.html",
)
