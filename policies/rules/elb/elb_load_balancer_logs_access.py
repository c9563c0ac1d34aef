"""A Classic Load Balancer writes a line for every request."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "accessLogs.bucket") or value(props, "accessLogs.enabled", True) is not True:
        return "it keeps no access log"
    return None


RULE = Rule(
    name="elb_load_balancer_logs_access",
    title="Classic Load Balancers log access.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set accessLogs with bucket.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
    sources=("SecurityHub ELB.5",),
)
