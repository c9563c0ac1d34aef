"""A Classic Load Balancer writes a line for every request."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    kept = all_hold(lambda: value(props, "accessLogs.bucket"), lambda: value(props, "accessLogs.enabled", True) is True)
    return None if kept else "it keeps no access log"


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
