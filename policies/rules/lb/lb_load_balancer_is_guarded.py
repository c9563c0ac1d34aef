"""An application load balancer drops headers that are none, and is not deleted by a slip."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "loadBalancerType", "application") != "application":
        raise NotApplicable("it reads no headers")
    if props.get("dropInvalidHeaderFields") is not True:
        return "invalid headers pass"
    if props.get("enableDeletionProtection") is not True:
        return "deletion protection is off"
    return None


RULE = Rule(
    name="lb_load_balancer_is_guarded",
    title="Load balancers drop invalid headers and are protected.",
    resource_types=frozenset(
        {
            "aws:alb/loadBalancer:LoadBalancer",
            "aws:lb/loadBalancer:LoadBalancer",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    remediation="Set dropInvalidHeaderFields and enableDeletionProtection to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
    sources=("SecurityHub ELB.4", "SecurityHub ELB.6"),
)
