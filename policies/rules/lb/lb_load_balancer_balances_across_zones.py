"""A zone whose targets are gone doesn't answer with errors while other zones could."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "loadBalancerType", "application") == "application":
        raise NotApplicable("it always does")
    if props.get("enableCrossZoneLoadBalancing") is not True:
        return "each zone serves its own targets alone"
    return None


RULE = Rule(
    name="lb_load_balancer_balances_across_zones",
    title="Load balancers balance across zones.",
    resource_types=frozenset({"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set enableCrossZoneLoadBalancing to true.",
    link="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-load-balancer-attributes.html",
)
