import ipaddress
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from components.foundation.subnets import ZONES, plan
from components.foundation.transit import private_asn

PRIVATE = [ipaddress.IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]


@st.composite
def blocks(draw: st.DrawFn) -> ipaddress.IPv4Network:
    space = draw(st.sampled_from(PRIVATE))
    prefix = draw(st.integers(max(16, space.prefixlen), 20))
    number = draw(st.integers(0, 2 ** (prefix - space.prefixlen) - 1))
    return ipaddress.IPv4Network((int(space.network_address) + number * 2 ** (32 - prefix), prefix))


@given(blocks())
def test_subnets_lie_apart_inside_the_block(block: ipaddress.IPv4Network) -> None:
    cut = plan(str(block))
    tiers = (cut.private, cut.isolated, cut.public, cut.firewall)
    subnets = [ipaddress.IPv4Network(cidr) for cidr in chain(*tiers)]
    assert all(len(tier) == ZONES for tier in tiers)
    assert all(subnet.subnet_of(block) for subnet in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))
    assert all(subnet.prefixlen <= 28 for subnet in subnets), "VPC subnets are no smaller than /28"


@given(blocks())
def test_pods_have_three_quarters_of_the_addresses(block: ipaddress.IPv4Network) -> None:
    private = sum(ipaddress.IPv4Network(cidr).num_addresses for cidr in plan(str(block)).private)
    assert private == block.num_addresses * 3 // 4


@given(st.lists(blocks(), min_size=2, max_size=6))
def test_regions_with_disjoint_blocks_have_autonomous_systems_of_their_own(
    regions: list[ipaddress.IPv4Network],
) -> None:
    numbers = {str(block): private_asn(str(block)) for block in regions}
    assert all(4_200_000_000 <= number <= 4_294_967_294 for number in numbers.values())
    for one, other in combinations(regions, 2):
        if not one.overlaps(other):
            assert numbers[str(one)] != numbers[str(other)]
