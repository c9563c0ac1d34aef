"""Requests that a proxy and a server would read differently don't pass a Classic Load Balancer."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SAFE = frozenset({"defensive", "strictest"})


def _check(props: Props) -> str | None:
    if value(props, "desyncMitigationMode", "defensive") not in SAFE:
        return "ambiguous requests pass"
    return None


RULE = Rule(
    name="elb_load_balancer_resists_desync",
    title="Classic Load Balancers refuse ambiguous requests.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Remove desyncMitigationMode or set it to strictest.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-14",
    sources=("SecurityHub ELB.14",),
)
