"""Losing a zone leaves the load balancer in another."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if max(len(items(props, "subnets")), len(items(props, "subnetMappings"))) < 2:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="lb_load_balancer_spans_zones",
    title="Load balancers span zones.",
    resource_types=frozenset({"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give subnets a subnet of every zone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13",
    sources=("SecurityHub ELB.13",),
)
