"""A flow log records what was let through and what was refused."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("transitGatewayId") or props.get("transitGatewayAttachmentId"):
        raise NotApplicable("transit gateways log all traffic")
    if props.get("trafficType") != "ALL":
        return "it does not record all traffic"
    return None


RULE = Rule(
    name="ec2_flow_log_captures_all_traffic",
    title="VPC flow logs record all traffic.",
    resource_types=frozenset({"aws:ec2/flowLog:FlowLog"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Set trafficType to ALL.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6",
    sources=("SecurityHub EC2.6", "CIS AWS 5.0.0 3.7"),
)
