"""A service is reached from the network, or by way of the edge, where requests are filtered."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "networkConfiguration.ingressConfiguration.isPubliclyAccessible", True) is not False:
        return "it has an address on the internet"
    return None


RULE = Rule(
    name="apprunner_service_is_private",
    title="App Runner services are private.",
    resource_types=frozenset({"aws:apprunner/service:Service"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set networkConfiguration.ingressConfiguration.isPubliclyAccessible to false.",
    link="https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html",
)
