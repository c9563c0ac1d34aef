"""A load balancer is reached by way of the edge, where requests are filtered, and not past it."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("internal") is not True:
        return "it has an address on the internet"
    return None


RULE = Rule(
    name="lb_load_balancer_is_internal",
    title="Load balancers are internal.",
    resource_types=frozenset(
        {"aws:alb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set internal to true, and reach it through CloudFront or API Gateway.",
    link="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#load-balancer-scheme",
)
