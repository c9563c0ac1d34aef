"""The DNS firewall isn't taken off a network by one mistake."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("mutationProtection") != "ENABLED":
        return "it can be taken off its network at once"
    return None


RULE = Rule(
    name="route53_firewall_association_is_protected",
    title="Route 53 DNS firewalls stay on their networks.",
    resource_types=frozenset({"aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.EGRESS_CONTROL}),
    remediation="Set mutationProtection to ENABLED.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-protections.html",
)
