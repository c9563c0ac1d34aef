from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions._shared.shard_map import founding_owners
from functions._shared.shard_slots import SLOTS, slotter
from functions.rebalancer.errors import RebalancerError
from functions.rebalancer.plan import plan

LABELS = st.sets(st.integers(0, 255).map("shard-{:03}".format), min_size=1, max_size=40).map(sorted)


def after(owners: tuple[str, ...], labels: list[str], slots_per_move: int = SLOTS) -> list[str]:
    found = list(owners)
    for share in plan(owners, labels, slots_per_move):
        assert 1 <= len(share.slots) <= slots_per_move
        assert list(share.slots) == sorted(share.slots)
        for slot in share.slots:
            assert found[slot] == share.source != share.target
            found[slot] = share.target
    return found


@settings(max_examples=40)
@given(LABELS, LABELS, st.integers(50, SLOTS))
def test_a_plan_evens_out_by_the_fewest_moves_and_is_always_the_same(
    before: list[str], labels: list[str], slots_per_move: int
) -> None:
    owners = founding_owners(before)
    found = after(owners, labels, slots_per_move)
    counts = Counter(found)
    assert set(counts) == set(labels)
    assert max(counts.values()) - min(counts.values()) <= 1
    moved = sum(a != b for a, b in zip(owners, found, strict=True))
    held = Counter({label: count for label, count in Counter(owners).items() if label in labels})
    least, more = divmod(SLOTS, len(labels))
    by_size = sorted((held[label] for label in labels), reverse=True)
    kept = sum(min(size, least + (place < more)) for place, size in enumerate(by_size))
    assert moved == SLOTS - kept
    assert plan(owners, labels, slots_per_move) == plan(owners, list(reversed(labels)), slots_per_move)


@pytest.mark.parametrize("count", [1, 7, 255])
def test_another_shard_or_one_less_moves_barely_more_keys_than_its_share(count: int) -> None:
    fewer, more = ([f"shard-{number:03}" for number in range(size)] for size in (count, count + 1))
    slot, keys = slotter(b"0123456789abcdef"), 400_000
    slots = [slot(f"customer-{number}") for number in range(keys)]
    for owners, labels in ((founding_owners(fewer), more), (founding_owners(more), fewer)):
        found = after(owners, labels)
        moved = sum(owners[slot] != found[slot] for slot in slots)
        assert moved <= 1.1 * keys / (count + 1)


def test_nothing_moves_where_all_is_even() -> None:
    labels = ["shard-000", "shard-001", "shard-002"]
    assert plan(founding_owners(labels), labels) == ()


def test_a_plan_is_shown_in_ranges() -> None:
    first, *_ = plan(founding_owners(["shard-000"]), ["shard-000", "shard-001"])
    assert str(first) == "shard-000 → shard-001: 8192-8447"


def test_slots_need_a_shard() -> None:
    with pytest.raises(RebalancerError, match="1 to 16,384 shards, not 0"):
        plan(founding_owners(["shard-000"]), [])
