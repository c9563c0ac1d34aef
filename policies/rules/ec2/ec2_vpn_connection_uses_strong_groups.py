"""Tunnels agree on keys over groups, and check integrity by hashes, that will do.

RFC 8247 advises against the groups 2, 5 and 22 to 24 and against SHA-1, all of which AWS offers by default.
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

GROUPS = frozenset({14, 15, 16, 17, 18, 19, 20, 21})
HASHES = frozenset({"SHA2-256", "SHA2-384", "SHA2-512"})
TUNNELS = tuple(f"tunnel{tunnel}Phase{phase}" for tunnel in (1, 2) for phase in (1, 2))


def _check(props: Props) -> str | None:
    for tunnel in TUNNELS:
        groups = items(props, f"{tunnel}DhGroupNumbers")
        if not groups or not GROUPS.issuperset(groups):
            return f"{tunnel}DhGroupNumbers has weak groups"
        hashes = items(props, f"{tunnel}IntegrityAlgorithms")
        if not hashes or not HASHES.issuperset(hashes):
            return f"{tunnel}IntegrityAlgorithms has weak hashes"
    return None


RULE = Rule(
    name="ec2_vpn_connection_uses_strong_groups",
    title="VPN connections use strong key exchange.",
    resource_types=frozenset({"aws:ec2/vpnConnection:VpnConnection"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="List groups of 14 to 21 and hashes of SHA-2 for both phases of both tunnels.",
    link="https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html",
)
