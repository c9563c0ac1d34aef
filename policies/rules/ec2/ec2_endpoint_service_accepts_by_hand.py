"""Nobody connects to a service before somebody has agreed."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("acceptanceRequired") is not True:
        return "it accepts every connection"
    return None


RULE = Rule(
    name="ec2_endpoint_service_accepts_by_hand",
    title="Endpoint services accept no connection by themselves.",
    resource_types=frozenset({"aws:ec2/vpcEndpointService:VpcEndpointService"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS}),
    remediation="Set acceptanceRequired to true.",
    link="https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html",
)
