"""What may be open to the whole internet: web ports, and nothing else."""

import ipaddress
from typing import Any

from policies.answers import all_hold, any_holds
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


def is_from_anywhere(rule: Any, *names: str) -> bool:
    """Return whether a block that *rule* has under one of *names* is the internet, or a large part of it.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return some(names, lambda name: _is_wide(value(rule, name)))


def web_only(rule: Any, protocol: str = "protocol") -> bool:
    """Return whether the range of ports of *rule* is one of the web ports over TCP.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return all_hold(
        lambda: value(rule, protocol) in ("tcp", "6", 6),
        lambda: value(rule, "fromPort") in WEB_PORTS,
        lambda: value(rule, "toPort") in WEB_PORTS,
        lambda: value(rule, "fromPort") == value(rule, "toPort"),
    )


def covers(rule: Any, port: int) -> bool:
    """Return whether a network ACL's *rule* speaks of *port* over TCP; protocols go by name or by number.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """

    def is_over(*protocols: str) -> bool:
        return str(value(rule, "protocol")).lower() in protocols

    return all_hold(
        lambda: is_over("-1", "all", "6", "tcp"),
        lambda: any_holds(lambda: is_over("-1", "all"), lambda: at_least(port, value(rule, "fromPort", 0))),
        lambda: any_holds(lambda: is_over("-1", "all"), lambda: at_least(value(rule, "toPort"), port)),
    )


def opens(rule: Any) -> bool:
    """Return whether *rule*, in the shape of a security group's own, opens more than web ports to everyone.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    cidrs = together(items(rule, "cidrBlocks"), items(rule, "ipv6CidrBlocks"))
    return all_hold(lambda: some(cidrs, _is_wide), lambda: not web_only(rule))


def _is_wide(cidr: Any) -> bool:
    if not isinstance(cidr, str):
        return False
    try:
        network = ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return False
    return network.prefixlen == 0 or (network.is_global and network.prefixlen < WIDEST_PREFIX_BITS[network.version])
