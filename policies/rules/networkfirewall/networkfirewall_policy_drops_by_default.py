"""What no stateless rule matches is dropped or inspected, never let through; fragments too."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

SAFE = frozenset({"aws:drop", "aws:forward_to_sfe"})


def _check(props: Props) -> str | None:

    def fault(action: str) -> str | None:
        if SAFE.isdisjoint(items(props, f"firewallPolicy.{action}")):
            return f"{action} lets packets through uninspected"
        return None

    return first(("statelessDefaultActions", "statelessFragmentDefaultActions"), fault)


RULE = Rule(
    name="networkfirewall_policy_drops_by_default",
    title="Network firewalls let nothing through uninspected.",
    resource_types=frozenset({"aws:networkfirewall/firewallPolicy:FirewallPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Set the default actions to aws:forward_to_sfe or aws:drop.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-4",
    sources=("SecurityHub NetworkFirewall.4", "SecurityHub NetworkFirewall.5"),
)
