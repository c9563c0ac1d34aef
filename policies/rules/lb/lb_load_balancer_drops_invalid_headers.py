"""An application load balancer drops headers that are none, with which requests are smuggled past it."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "loadBalancerType", "application") != "application":
        raise NotApplicable("it reads no headers")
    if props.get("dropInvalidHeaderFields") is not True:
        return "invalid headers pass"
    return None


RULE = Rule(
    name="lb_load_balancer_drops_invalid_headers",
    title="Load balancers drop invalid headers.",
    resource_types=frozenset(
        {
            "aws:alb/loadBalancer:LoadBalancer",
            "aws:lb/loadBalancer:LoadBalancer",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION, Objective.WEB_PROTECTION}),
    remediation="Set dropInvalidHeaderFields to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
    sources=("SecurityHub ELB.4",),
)
