"""A firewall is not deleted by a slip, nor taken from its subnets or given another policy."""

from policies.model import Level, Props, Rule, Severity


def _check(props: Props) -> str | None:
    if props.get("deleteProtection") is not True:
        return "deletion protection is off"
    if props.get("subnetChangeProtection") is not True:
        return "subnet change protection is off"
    return None


RULE = Rule(
    name="networkfirewall_firewall_is_protected",
    title="Network firewalls are protected from deletion.",
    resource_types=frozenset({"aws:networkfirewall/firewall:Firewall"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    remediation="Set deleteProtection and subnetChangeProtection to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-9",
    sources=("SecurityHub NetworkFirewall.9", "SecurityHub NetworkFirewall.10"),
)
