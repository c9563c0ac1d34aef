"""The tunnels' shared keys are made by AWS and lie in Secrets Manager, not in the program or in its state.

AWS Site-to-Site VPN User Guide, "Enhanced security features using Secrets Manager".
"""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault_among(
        ("tunnel1PresharedKey stands in the program", lambda: props.get("tunnel1PresharedKey")),
        ("tunnel2PresharedKey stands in the program", lambda: props.get("tunnel2PresharedKey")),
        ("its keys are shown to whoever may describe it", lambda: props.get("presharedKeyStorage") != "SecretsManager"),
    )


RULE = Rule(
    name="ec2_vpn_connection_keys_are_secrets",
    title="VPN connections keep their keys in Secrets Manager.",
    resource_types=frozenset({"aws:ec2/vpnConnection:VpnConnection"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set presharedKeyStorage to SecretsManager and remove the keys.",
    link="https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html",
)
