"""Losing a zone leaves the firewall in another."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if max(len(items(props, "subnetMappings")), len(items(props, "availabilityZoneMappings"))) < 2:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="networkfirewall_firewall_spans_zones",
    title="Network firewalls span zones.",
    resource_types=frozenset({"aws:networkfirewall/firewall:Firewall"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give subnetMappings a subnet of every zone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-1",
    sources=("SecurityHub NetworkFirewall.1",),
)
