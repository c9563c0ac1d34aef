"""What a load takes: held against figures worked out by hand, and against what must hold of any load."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.capacity.declared import Declared
from ops.capacity.figures import figures
from ops.capacity.load import Load
from ops.capacity.plan import Need, needs

PROD = Declared(
    gateway_rate=10_000,
    pods=60,
    pod_cores=0.25,
    cpu_target=0.7,
    nodes=60,
    least_nodes=6,
    node_cores=4,
    shards=8,
    writer_cores=8,
    batches_per_shard=10,
)
SEED = Load(requests_per_minute=1_000_000, events_per_day=1_000_000_000, weights=[40, 30, 30])
LOADS = st.builds(
    Load,
    requests_per_minute=st.floats(1, 1e9),
    events_per_day=st.floats(1, 1e12),
    weights=st.lists(st.floats(1, 100), min_size=1, max_size=12),
)


def by_part(found: Sequence[Need]) -> dict[str, Need]:
    return {each.part: each for each in found}


def test_the_roadmaps_load_takes_what_the_event_stores_pages_say() -> None:
    found = by_part(needs(SEED, PROD))
    assert found["events, write units of their home"].needed == 55_556
    assert found["events, write units of every other region"].needed == pytest.approx(20_833, abs=1)
    assert "56 shards" in found["events, projections at once"].formula


def test_a_region_carries_its_part_of_what_the_heaviest_other_one_had() -> None:
    found = by_part(needs(SEED, PROD))
    assert SEED.share == pytest.approx(40 / 70)
    assert found["gateway, rate of the stage"].needed == math.ceil(1_000_000 / 60 * 4 / 7)
    assert found["pods of the API"].needed == 55
    assert found["nodes, one of them lost"].needed == math.ceil(55 / 9) + 1


def test_a_hundred_regions_are_more_than_one_database_spans() -> None:
    found = by_part(needs(replace(SEED, weights=[1] * 100), PROD))["regions of one stack"]
    assert (found.needed, found.has, found.is_enough) == (100, 11, False)
    assert "stacks: 100 / 11 = 10" in found.formula


def test_a_quota_is_asked_for_and_what_is_declared_lacks() -> None:
    found = by_part(needs(SEED, replace(PROD, pods=54)))
    assert [each.part for each in found.values() if not each.is_enough and each.is_quota] == [
        "events, write units of their home"
    ]
    assert [each.part for each in found.values() if not each.is_enough and not each.is_quota] == ["pods of the API"]


def test_what_is_not_declared_is_not_enough() -> None:
    found = by_part(needs(SEED, replace(PROD, gateway_rate=None)))
    assert not found["gateway, rate of the stage"].is_enough


@given(LOADS, st.integers(2, 10))
def test_more_load_never_takes_less(load: Load, times: int) -> None:
    more = replace(
        load, requests_per_minute=load.requests_per_minute * times, events_per_day=load.events_per_day * times
    )
    for less, greater in zip(needs(load, PROD), needs(more, PROD), strict=True):
        assert less.needed <= greater.needed, less.part


@given(LOADS)
def test_no_region_has_to_carry_more_than_while_any_one_other_is_lost(load: Load) -> None:
    total = sum(load.weights)
    shares = [
        one / (total - other)
        for at, one in enumerate(load.weights)
        for lost, other in enumerate(load.weights)
        if at != lost
    ]
    assert load.share == pytest.approx(max(shares, default=1.0))


def test_every_figure_is_used() -> None:
    used = {figure.source for each in needs(SEED, PROD) for figure in each.rests_on}
    assert {name for name, figure in figures().items() if figure.source not in used} == set()
