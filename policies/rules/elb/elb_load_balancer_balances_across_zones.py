"""A Classic Load Balancer spreads requests over all zones."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "crossZoneLoadBalancing", True) is not True:
        return "each zone serves its own instances alone"
    return None


RULE = Rule(
    name="elb_load_balancer_balances_across_zones",
    title="Classic Load Balancers balance across zones.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove crossZoneLoadBalancing or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-9",
    sources=("SecurityHub ELB.9",),
)
