"""A connection that no rule passes is dropped, and rules are tried in their order.

AWS Network Firewall Developer Guide, "Default rule actions": those of strict order.
"""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

DROPS = frozenset({"aws:drop_strict", "aws:drop_established", "aws:drop_established_app_layer"})


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "its rules are not tried in order",
            lambda: value(props, "firewallPolicy.statefulEngineOptions.ruleOrder") != "STRICT_ORDER",
        ),
        (
            "connections that no rule passes go through",
            lambda: DROPS.isdisjoint(items(props, "firewallPolicy.statefulDefaultActions")),
        ),
    )


RULE = Rule(
    name="networkfirewall_policy_drops_unmatched_connections",
    title="Network firewalls drop connections that no rule passes.",
    resource_types=frozenset({"aws:networkfirewall/firewallPolicy:FirewallPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Set ruleOrder to STRICT_ORDER and statefulDefaultActions to aws:drop_established.",
    link="https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html",
)
