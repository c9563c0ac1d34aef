"""What a security group may open to the whole internet: web ports, and nothing else."""

import ipaddress
from typing import Any

from policies.read import items, value

WEB_PORTS = frozenset({80, 443})
"""Security Hub, EC2.18: the default of `authorizedTcpPorts`; no UDP port is authorized."""


def from_anywhere(*cidrs: Any) -> bool:
    """Return whether one of *cidrs* is the whole IPv4 or IPv6 address space; what is no block at all is not."""
    return any(_is_everything(cidr) for cidr in cidrs)


def web_only(protocol: Any, from_port: Any, to_port: Any) -> bool:
    """Return whether the range is one of the web ports over TCP."""
    return protocol in ("tcp", "6", 6) and from_port == to_port and from_port in WEB_PORTS


def opens(rule: Any) -> bool:
    """Return whether *rule*, in the shape of a security group's own, opens more than web ports to everyone."""
    cidrs = (*items(rule, "cidrBlocks"), *items(rule, "ipv6CidrBlocks"))
    return from_anywhere(*cidrs) and not web_only(
        value(rule, "protocol"), value(rule, "fromPort"), value(rule, "toPort")
    )


def _is_everything(cidr: Any) -> bool:
    try:
        return ipaddress.ip_network(cidr, strict=False).prefixlen == 0
    except ValueError:
        return False
