"""Who is allowed to connect to a service is an account, not everybody."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("principalArn") == "*":
        return "everybody may ask for a connection"
    return None


RULE = Rule(
    name="ec2_endpoint_service_principal_is_named",
    title="Principals of endpoint services are named.",
    resource_types=frozenset({"aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the account in principalArn.",
    link="https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
)
