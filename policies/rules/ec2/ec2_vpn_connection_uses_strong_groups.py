"""Tunnels agree on keys over groups, and check integrity by hashes, that will do.

RFC 8247 advises against the groups 2, 5 and 22 to 24 and against SHA-1, all of which AWS offers by default.
"""

from collections.abc import Mapping
from typing import Any

from policies.lists import every, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

GROUPS = frozenset({14, 15, 16, 17, 18, 19, 20, 21})
HASHES = frozenset({"SHA2-256", "SHA2-384", "SHA2-512"})
STRONG: Mapping[str, frozenset[Any]] = {
    f"tunnel{tunnel}Phase{phase}{prop}": strong
    for tunnel in (1, 2)
    for phase in (1, 2)
    for prop, strong in (("DhGroupNumbers", GROUPS), ("IntegrityAlgorithms", HASHES))
}
"""What each property may hold."""


def _check(props: Props) -> str | None:
    def is_weak(prop: str) -> bool:
        given = items(props, prop)
        return not given or not every(given, STRONG[prop].__contains__)

    weak = those(STRONG, is_weak)
    return f"{', '.join(weak)} takes what is weak" if weak else None


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
