"""A stream whose beginning the firewall hasn't seen doesn't pass unread."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SAFE = frozenset({"DROP", "REJECT"})


def _check(props: Props) -> str | None:
    if value(props, "firewallPolicy.statefulEngineOptions.streamExceptionPolicy", "DROP") not in SAFE:
        return "streams that it cannot read go on"
    return None


RULE = Rule(
    name="networkfirewall_policy_drops_broken_streams",
    title="Network firewalls refuse streams they cannot read.",
    resource_types=frozenset({"aws:networkfirewall/firewallPolicy:FirewallPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Set statefulEngineOptions.streamExceptionPolicy to DROP or REJECT.",
    link="https://docs.aws.amazon.com/network-firewall/latest/developerguide/stream-exception-policy.html",
)
