"""An instance that its load balancer finds ill is replaced."""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not some(("targetGroupArns", "loadBalancers"), lambda name: items(props, name)):
        raise NotApplicable("no load balancer is attached to it")
    if props.get("healthCheckType") != "ELB":
        return "instances that its load balancer finds ill are kept"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "healthCheckType": "ELB"}


RULE = Rule(
    name="autoscaling_group_checks_health_at_load_balancer",
    title="Auto Scaling groups behind load balancers use their health checks.",
    resource_types=frozenset({"aws:autoscaling/group:Group"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.LOW,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set healthCheckType to ELB.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-1",
    sources=("SecurityHub AutoScaling.1",),
)
