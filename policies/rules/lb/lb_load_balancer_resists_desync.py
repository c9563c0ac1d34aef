"""Requests that a proxy and a server would read differently don't pass an application load balancer."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SAFE = frozenset({"defensive", "strictest"})


def _check(props: Props) -> str | None:
    if value(props, "loadBalancerType", "application") != "application":
        raise NotApplicable("it reads no requests")
    if value(props, "desyncMitigationMode", "defensive") not in SAFE:
        return "ambiguous requests pass"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "desyncMitigationMode": "defensive"}


RULE = Rule(
    name="lb_load_balancer_resists_desync",
    title="Load balancers refuse ambiguous requests.",
    resource_types=frozenset({"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Remove desyncMitigationMode or set it to strictest.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
    sources=("SecurityHub ELB.12",),
)
