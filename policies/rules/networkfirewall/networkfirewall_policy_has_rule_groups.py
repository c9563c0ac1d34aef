"""A firewall policy inspects something."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    kinds = ("statefulRuleGroupReferences", "statelessRuleGroupReferences")
    return None if some(kinds, lambda kind: items(props, f"firewallPolicy.{kind}")) else "it has no rule groups"


RULE = Rule(
    name="networkfirewall_policy_has_rule_groups",
    title="Network firewall policies have rule groups.",
    resource_types=frozenset({"aws:networkfirewall/firewallPolicy:FirewallPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Add rule groups to firewallPolicy.statefulRuleGroupReferences.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-3",
    sources=("SecurityHub NetworkFirewall.3",),
)
