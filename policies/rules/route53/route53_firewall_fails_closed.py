"""While the DNS firewall cannot decide, names are not resolved."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "firewallFailOpen", "DISABLED") != "DISABLED":
        return "names are resolved while it cannot decide"
    return None


RULE = Rule(
    name="route53_firewall_fails_closed",
    title="Route 53 DNS firewalls fail closed.",
    resource_types=frozenset({"aws:route53/resolverFirewallConfig:ResolverFirewallConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL}),
    remediation="Set firewallFailOpen to DISABLED.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-configuration.html",
)
