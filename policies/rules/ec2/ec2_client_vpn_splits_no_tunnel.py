"""While a device is in the network, all its traffic is: it is no bridge to others (NIST SP 800-53 SC-7(7))."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("splitTunnel") is True:
        return "devices stay in other networks too"
    return None


RULE = Rule(
    name="ec2_client_vpn_splits_no_tunnel",
    title="Client VPN takes all traffic of its devices.",
    resource_types=frozenset({"aws:ec2clientvpn/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Leave splitTunnel out or set it to false.",
    link="https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/split-tunnel-vpn.html",
)
