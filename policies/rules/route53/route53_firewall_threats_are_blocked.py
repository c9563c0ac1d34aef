"""Tunnels through DNS and made-up names of malware are stopped, not just noted."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("dnsThreatProtection"):
        raise NotApplicable("it is for a list of domains")
    if props.get("action") != "BLOCK":
        return "the threats that it finds go on"
    return None


RULE = Rule(
    name="route53_firewall_threats_are_blocked",
    title="Route 53 DNS firewalls block threats.",
    resource_types=frozenset({"aws:route53/resolverFirewallRule:ResolverFirewallRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.MALWARE_PROTECTION}),
    remediation="Set action to BLOCK.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/firewall-advanced.html",
)
