"""Clients of a Classic Load Balancer are served over TLS."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

ENCRYPTED = frozenset({"https", "ssl"})


def _check(props: Props) -> str | None:
    plain = labels(
        numbered(items(props, "listeners"), "listeners"),
        lambda listener: value(listener, "lbProtocol", "").lower() not in ENCRYPTED,
    )
    return f"{', '.join(plain)} serves clients in the clear" if plain else None


RULE = Rule(
    name="elb_load_balancer_encrypts",
    title="Classic Load Balancers serve clients over TLS.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set lbProtocol to https or ssl.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-3",
    sources=("SecurityHub ELB.3",),
)
