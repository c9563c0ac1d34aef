"""Ranges of addresses and ports, and what is left of some when others are taken away.

Addresses of both families stand on one line of numbers, IPv6's after all of IPv4's.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple


class Span(NamedTuple):
    """Whole numbers from `first` to `last`, both included: addresses, or ports."""

    first: int
    last: int

    def meets(self, other: "Span") -> bool:
        """Return whether the two have a number in common."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Span") -> bool:
        """Return whether all of it lies in *other*."""
        return other.first <= self.first and self.last <= other.last


_IPV6 = 2**32
"""Number of IPv6's first address."""
EVERY_ADDRESS = Span(0, _IPV6 - 1)
"""Of IPv4."""
EVERYWHERE = Span(0, _IPV6 + 2**128 - 1)
EVERY_PORT = Span(0, 2**16 - 1)
EPHEMERAL_PORTS = Span(1024, 2**16 - 1)
"""Ports that answers go to, whatever a client runs on (Amazon VPC User Guide, "Ephemeral ports")."""


class Box(NamedTuple):
    """Packets to, or from, some addresses and some ports."""

    addresses: Span
    ports: Span

    def meets(self, other: "Box") -> bool:
        """Return whether a packet is in both."""
        return self.addresses.meets(other.addresses) and self.ports.meets(other.ports)

    def within(self, other: "Box") -> bool:
        """Return whether every packet is in *other*."""
        return self.addresses.within(other.addresses) and self.ports.within(other.ports)


def block(cidr: object) -> Span | None:
    """Return the addresses of a CIDR block; None for anything else."""
    try:
        network = ipaddress.ip_network(cidr) if isinstance(cidr, str) else None
    except ValueError:
        return None
    if network is None:
        return None
    start = 0 if network.version == 4 else _IPV6
    return Span(start + int(network.network_address), start + int(network.broadcast_address))


def written(addresses: Span) -> str:
    """Return *addresses* of one family as a person writes them: a block where they are one."""
    start, kind = (_IPV6, ipaddress.IPv6Address) if addresses.first >= _IPV6 else (0, ipaddress.IPv4Address)
    first, last = (kind(each - start) for each in addresses)
    blocks = [*islice(ipaddress.summarize_address_range(first, last), 2)]
    return str(blocks[0]) if len(blocks) == 1 else f"{first} to {last}"


def ports_written(ports: Span) -> str:
    """Return *ports* as a person writes them."""
    if ports == EVERY_PORT:
        return "every port"
    return f"port {ports.first}" if ports.first == ports.last else f"ports {ports.first} to {ports.last}"


def less(spans: Iterable[Span], taken: Span) -> Sequence[Span]:
    """Return what is left of *spans* without *taken*."""
    return [part for span in spans for part in _cut(span, taken)]


def left(boxes: Iterable[Box], taken: Box) -> Sequence[Box]:
    """Return what is left of *boxes* without *taken*: for each, at most four that don't overlap."""
    found: list[Box] = []
    for box in boxes:
        if not box.meets(taken):
            found.append(box)
            continue
        found += [Box(part, box.ports) for part in _cut(box.addresses, taken.addresses)]
        shared = Span(max(box.addresses.first, taken.addresses.first), min(box.addresses.last, taken.addresses.last))
        found += [Box(shared, part) for part in _cut(box.ports, taken.ports)]
    return found


def _cut(span: Span, taken: Span) -> Iterable[Span]:
    if not span.meets(taken):
        yield span
        return
    if span.first < taken.first:
        yield Span(span.first, taken.first - 1)
    if taken.last < span.last:
        yield Span(taken.last + 1, span.last)


def _internet() -> Sequence[Span]:
    spans: Sequence[Span] = [EVERY_ADDRESS]
    for cidr in ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                 "192.168.0.0/16", "224.0.0.0/3"):  # fmt: skip
        if apart := block(cidr):
            spans = less(spans, apart)
    return spans


INTERNET: Sequence[Span] = _internet()
"""Public addresses of IPv4: all but those that RFC 6890 sets apart for private use, shared use, links and hosts."""
