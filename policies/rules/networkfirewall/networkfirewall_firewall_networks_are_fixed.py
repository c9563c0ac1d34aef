"""No mistake takes a firewall out of a subnet whose traffic it inspects."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("deleteProtection") is True and props.get("subnetChangeProtection") is not True:
        return "it is protected from deletion, and its subnets are not"
    return None


RULE = Rule(
    name="networkfirewall_firewall_networks_are_fixed",
    title="Network firewalls keep their subnets.",
    resource_types=frozenset({"aws:networkfirewall/firewall:Firewall"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL}),
    remediation="Set subnetChangeProtection to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-10",
    sources=("SecurityHub NetworkFirewall.10",),
)
