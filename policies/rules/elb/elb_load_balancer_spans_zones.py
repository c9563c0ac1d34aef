"""Losing a zone leaves a Classic Load Balancer in another."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if max(len(items(props, "subnets")), len(items(props, "availabilityZones"))) < 2:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="elb_load_balancer_spans_zones",
    title="Classic Load Balancers span zones.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give subnets a subnet of every zone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-10",
    sources=("SecurityHub ELB.10",),
)
