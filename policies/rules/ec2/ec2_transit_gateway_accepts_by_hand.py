"""A transit gateway attaches a network of another account only when somebody accepts it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoAcceptSharedAttachments") == "enable":
        return "it accepts every attachment"
    return None


RULE = Rule(
    name="ec2_transit_gateway_accepts_by_hand",
    title="Transit gateways accept no attachment by themselves.",
    resource_types=frozenset({"aws:ec2transitgateway/transitGateway:TransitGateway"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.NETWORK_SEGMENTATION}),
    remediation="Remove autoAcceptSharedAttachments or set it to disable.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-23",
    sources=("SecurityHub EC2.23",),
)
