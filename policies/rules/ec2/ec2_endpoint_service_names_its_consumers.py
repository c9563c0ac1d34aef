"""A service is offered to named accounts, not to everybody."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "*" in items(props, "allowedPrincipals"):
        return "everybody may ask for a connection"
    return None


RULE = Rule(
    name="ec2_endpoint_service_names_its_consumers",
    title="Endpoint services name who may connect.",
    resource_types=frozenset({"aws:ec2/vpcEndpointService:VpcEndpointService"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in allowedPrincipals.",
    link="https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
)
