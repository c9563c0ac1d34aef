"""What may be open to the whole internet: web ports, and nothing else."""

import ipaddress
from typing import Any

from policies.lists import some
from policies.read import at_least, items, together, value

WEB_PORTS = frozenset({80, 443})
"""Security Hub, EC2.18: the default of `authorizedTcpPorts`; no UDP port is authorized."""
ADMINISTRATION_PORTS = frozenset({22, 3389})
"""SSH and Remote Desktop (CIS AWS Foundations Benchmark 5.0.0, 5.2)."""
WIDEST_PREFIX_BITS = {4: 24, 6: 32}
"""By IP version: a public block of fewer bits is far more than one organization's, and as good as everybody's."""


def from_anywhere(*cidrs: Any) -> bool:
    """Return whether one of *cidrs* is the internet, or a large part of it; what is no block at all is not."""
    return some(cidrs, _is_wide)


def web_only(protocol: Any, from_port: Any, to_port: Any) -> bool:
    """Return whether the range is one of the web ports over TCP."""
    return protocol in ("tcp", "6", 6) and from_port == to_port and from_port in WEB_PORTS


def covers(protocol: Any, from_port: Any, to_port: Any, port: int) -> bool:
    """Return whether a network ACL's rule speaks of *port* over TCP; protocols go by name or by number."""
    if str(protocol).lower() in ("-1", "all"):
        return True
    return str(protocol).lower() in ("6", "tcp") and at_least(port, from_port or 0) and at_least(to_port, port)


def opens(rule: Any) -> bool:
    """Return whether *rule*, in the shape of a security group's own, opens more than web ports to everyone."""
    cidrs = together(items(rule, "cidrBlocks"), items(rule, "ipv6CidrBlocks"))
    return some(cidrs, _is_wide) and not web_only(
        value(rule, "protocol"), value(rule, "fromPort"), value(rule, "toPort")
    )


def _is_wide(cidr: Any) -> bool:
    if not isinstance(cidr, str):
        return False
    try:
        network = ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return False
    return network.prefixlen == 0 or (network.is_global and network.prefixlen < WIDEST_PREFIX_BITS[network.version])
