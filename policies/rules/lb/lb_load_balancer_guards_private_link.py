"""Security groups of a network load balancer hold for what comes by PrivateLink too."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic") == "off":
        return "traffic from PrivateLink passes its security groups"
    return None


RULE = Rule(
    name="lb_load_balancer_guards_private_link",
    title="Load balancers guard traffic from PrivateLink.",
    resource_types=frozenset({"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.NETWORK_SEGMENTATION}),
    remediation="Remove enforceSecurityGroupInboundRulesOnPrivateLinkTraffic or set it to on.",
    link="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html",
)
