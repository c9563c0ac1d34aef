"""A TLS policy of a Classic Load Balancer is the predefined one that starts at TLS 1.2."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

POLICY = "Reference-Security-Policy"
STRONG = "ELBSecurityPolicy-TLS-1-2-2017-01"


def _check(props: Props) -> str | None:
    if props.get("policyTypeName") != "SSLNegotiationPolicyType":
        raise NotApplicable("it is not about TLS")
    return None if some(items(props, "policyAttributes"), _is_strong) else "it accepts TLS older than 1.2"


def _is_strong(attribute: Props) -> bool:
    return all_hold(lambda: value(attribute, "name") == POLICY, lambda: value(attribute, "value") == STRONG)


RULE = Rule(
    name="elb_policy_requires_tls_1_2",
    title="Classic Load Balancer policies require TLS 1.2.",
    resource_types=frozenset({"aws:elb/loadBalancerPolicy:LoadBalancerPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set the attribute Reference-Security-Policy to ELBSecurityPolicy-TLS-1-2-2017-01.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-8",
    sources=("SecurityHub ELB.8",),
)
