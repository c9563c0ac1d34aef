"""What callers send isn't written to logs."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together, value


def _check(props: Props) -> str | None:
    default = named(props, "defaultRouteSettings")
    settings = together(default, numbered(items(props, "routeSettings"), "routeSettings"))
    tracing = labels(settings, lambda each: value(each, "dataTraceEnabled"))
    return f"{', '.join(tracing)} writes bodies of requests to logs" if tracing else None


RULE = Rule(
    name="apigateway_v2_stage_logs_no_bodies",
    title="API Gateway v2 stages keep bodies out of logs.",
    resource_types=frozenset({"aws:apigatewayv2/stage:Stage"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_MASKING, Objective.LOG_PROTECTION}),
    remediation="Remove dataTraceEnabled or set it to false.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html",
)
