"""Verified Access reaches applications over HTTPS."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

TARGETS = ("loadBalancerOptions", "networkInterfaceOptions")


def _check(props: Props) -> str | None:
    plain = those(TARGETS, lambda target: value(props, f"{target}.protocol") == "http")
    return f"{' and '.join(plain)} is reached over plain HTTP" if plain else None


RULE = Rule(
    name="verifiedaccess_endpoint_encrypts_to_targets",
    title="Verified Access reaches applications over HTTPS.",
    resource_types=frozenset({"aws:verifiedaccess/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set protocol to https.",
    link="https://docs.aws.amazon.com/verified-access/latest/ug/create-load-balancer-endpoint.html",
)
