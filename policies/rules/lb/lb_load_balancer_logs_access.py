"""An application load balancer writes a line for every request."""

from policies.answers import all_hold
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "loadBalancerType", "application") != "application":
        raise NotApplicable("it sees packets, not requests")
    kept = all_hold(lambda: value(props, "accessLogs.bucket"), lambda: value(props, "accessLogs.enabled") is True)
    return None if kept else "it keeps no access log"


RULE = Rule(
    name="lb_load_balancer_logs_access",
    title="Load balancers log access.",
    resource_types=frozenset({"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set accessLogs with enabled and bucket.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
    sources=("SecurityHub ELB.5",),
)
