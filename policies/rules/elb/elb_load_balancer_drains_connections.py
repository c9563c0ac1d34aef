"""Requests under way are finished before an instance leaves a Classic Load Balancer."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("connectionDraining") is not True:
        return "requests under way are cut off"
    return None


RULE = Rule(
    name="elb_load_balancer_drains_connections",
    title="Classic Load Balancers drain connections.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set connectionDraining to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-7",
    sources=("SecurityHub ELB.7",),
)
