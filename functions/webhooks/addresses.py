"""Which addresses a request of ours may go to: those that the internet at large is reached by, and no others.

IANA's registries of special-purpose addresses (RFC 6890; "IANA IPv4 Special-Purpose Address Registry", "IANA IPv6
Special-Purpose Address Registry") as data, so that every Python judges alike: `ipaddress.is_global` changed in 3.11,
3.12 and 3.13. Stricter than they are: of IPv6 only what is allocated as global unicast, and nothing of it that carries
another address within it (6to4, Teredo); so IPv4-mapped, NAT64 and ISATAP lead nowhere.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

CLOSED: Final = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared; Alibaba's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's own, within a public block
        "169.254.0.0/16",  # link-local; metadata of AWS, Google, Azure
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments; Teredo, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
UNICAST: Final = IPv6Network("2000::/3")
"""What IANA allocates of IPv6 ("Internet Protocol Version 6 Address Space")."""
EMBEDDING: Final = (0x00005EFE, 0x02005EFE)
"""Third quarter of an interface's id that carries an IPv4 address (RFC 5214, ISATAP)."""


def is_public(text: str) -> bool:
    """Return whether *text*, an address as a resolver gives it, is one that a request may go to."""
    try:
        address: Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id or address not in UNICAST:
            return False
        if int.from_bytes(address.packed[8:12]) in EMBEDDING:
            return False
    return not any(address in network for network in CLOSED if network.version == address.version)


def checked(found: Sequence[str]) -> str | None:
    """Return the first of the addresses *found* for a name if a request may go to each, or None.

    One that isn't public among others is no accident: which one a client takes is chance, or an attacker's.
    """
    return found[0] if found and all(is_public(each) for each in found) else None
