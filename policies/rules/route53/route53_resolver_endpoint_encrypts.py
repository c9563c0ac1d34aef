"""Questions to and from resolvers on premises are encrypted."""

from policies.lists import every
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

ENCRYPTED = frozenset({"DoH", "DoH-FIPS"})


def _check(props: Props) -> str | None:
    protocols = items(props, "protocols")
    if not protocols or not every(protocols, ENCRYPTED.__contains__):
        return "names are asked for in the clear"
    return None


RULE = Rule(
    name="route53_resolver_endpoint_encrypts",
    title="Route 53 resolver endpoints use DNS over HTTPS.",
    resource_types=frozenset({"aws:route53/resolverEndpoint:ResolverEndpoint"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set protocols to [DoH].",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html",
)
