"""While the web ACL cannot be asked, requests wait rather than pass unfiltered."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableWafFailOpen"):
        return "requests pass unfiltered while the web ACL cannot be asked"
    return None


RULE = Rule(
    name="lb_load_balancer_fails_closed",
    title="Load balancers do not pass requests unfiltered.",
    resource_types=frozenset({"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.WEB_PROTECTION}),
    remediation="Remove enableWafFailOpen or set it to false.",
    link="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
)
