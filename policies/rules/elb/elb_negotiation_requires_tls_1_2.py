"""What a Classic Load Balancer negotiates is the predefined policy that starts at TLS 1.2."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

POLICY = "Reference-Security-Policy"
STRONG = "ELBSecurityPolicy-TLS-1-2-2017-01"


def _check(props: Props) -> str | None:
    return None if some(items(props, "attributes"), _is_strong) else "it accepts TLS older than 1.2"


def _is_strong(attribute: Props) -> bool:
    return all_hold(lambda: value(attribute, "name") == POLICY, lambda: value(attribute, "value") == STRONG)


RULE = Rule(
    name="elb_negotiation_requires_tls_1_2",
    title="Classic Load Balancers negotiate TLS 1.2.",
    resource_types=frozenset({"aws:elb/sslNegotiationPolicy:SslNegotiationPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set the attribute Reference-Security-Policy to ELBSecurityPolicy-TLS-1-2-2017-01.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-8",
    sources=("SecurityHub ELB.8",),
)
