"""Both tunnels of a VPN connection agree on keys by IKEv2 (RFC 9395 retires IKEv1); AWS offers both by default."""

from collections.abc import Sequence

from policies.lists import every, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    old = those(("tunnel1", "tunnel2"), lambda tunnel: not _is_strict(items(props, f"{tunnel}IkeVersions")))
    return f"{' and '.join(old)} accepts IKEv1" if old else None


def _is_strict(versions: Sequence[str]) -> bool:
    return bool(versions) and every(versions, lambda version: version == "ikev2")


RULE = Rule(
    name="ec2_vpn_connection_uses_ikev2",
    title="VPN connections use IKEv2.",
    resource_types=frozenset({"aws:ec2/vpnConnection:VpnConnection"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tunnel1IkeVersions and tunnel2IkeVersions to [ikev2].",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-183",
    sources=("SecurityHub EC2.183",),
)
