"""The API reaches the servers behind it over HTTPS."""

from urllib.parse import urlsplit

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("type") not in ("HTTP", "HTTP_PROXY"):
        raise NotApplicable("it calls no server by HTTP")
    if urlsplit(value(props, "uri", "")).scheme != "https":
        return "its backend is reached over plain HTTP"
    return None


RULE = Rule(
    name="apigateway_integration_uses_https",
    title="API Gateway reaches backends over HTTPS.",
    resource_types=frozenset({"aws:apigateway/integration:Integration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set uri to an address of HTTPS.",
    link="https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html",
)
