"""A method of a REST API asks who is calling; that a browser asks before it calls (OPTIONS) bears no credentials."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("httpMethod") == "OPTIONS":
        raise NotApplicable("browsers ask it before they show who is calling")
    if props.get("authorization") == "NONE" and props.get("apiKeyRequired") is not True:
        return "it answers anyone"
    return None


RULE = Rule(
    name="apigateway_method_is_authorized",
    title="API Gateway methods are authorized.",
    resource_types=frozenset({"aws:apigateway/method:Method"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authorization, or apiKeyRequired.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
)
