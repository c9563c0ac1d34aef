"""How a region's block is cut into subnets: pure arithmetic, the same for every region."""

import ipaddress
from dataclasses import dataclass
from itertools import islice

ZONES = 3
"""Availability zones a region uses: the fewest with a majority left when one fails."""


@dataclass(frozen=True, kw_only=True)
class SubnetPlan:
    """CIDR blocks by tier, one for each zone."""

    private: tuple[str, ...]
    """Workloads; a quarter of the block each, because every pod has an address of its own."""
    isolated: tuple[str, ...]
    """Stores, with no way out; a sixteenth each."""
    public: tuple[str, ...]
    """NAT gateways and load balancers; a 64th each."""
    firewall: tuple[str, ...]
    """Firewall endpoints; a 256th each, /28 in a /20 (the smallest subnet of a VPC)."""


def plan(cidr: str) -> SubnetPlan:
    """Cut *cidr* (/16 to /20) into disjoint subnets; a 256th stays free."""
    network = ipaddress.IPv4Network(cidr)
    *private, rest = network.subnets(prefixlen_diff=2)
    *isolated, edge = rest.subnets(prefixlen_diff=2)
    *public, remainder = edge.subnets(prefixlen_diff=2)
    firewall = islice(remainder.subnets(prefixlen_diff=2), ZONES)
    return SubnetPlan(
        private=tuple(map(str, private)),
        isolated=tuple(map(str, isolated)),
        public=tuple(map(str, public)),
        firewall=tuple(map(str, firewall)),
    )
