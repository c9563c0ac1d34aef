"""The region's internet gateways let nothing in, whatever a route or security group says."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("internetGatewayBlockMode") not in ("block-bidirectional", "block-ingress"):
        return "internet gateways let traffic in"
    return None


RULE = Rule(
    name="ec2_vpc_public_access_is_blocked",
    title="VPCs block public access.",
    resource_types=frozenset({"aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set internetGatewayBlockMode to block-ingress or block-bidirectional.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-172",
    sources=("SecurityHub EC2.172",),
)
