import pytest
from hypothesis import given
from hypothesis import strategies as st

from components._shared.ageing import TIERS, tiers_within


@pytest.mark.parametrize(
    ("retention_days", "expected"),
    [
        (30, []),
        (179, []),
        (365, [(90, "GLACIER_IR")]),
        (2555, [(90, "GLACIER_IR"), (400, "DEEP_ARCHIVE")]),
    ],
)
def test_logs_move_where_they_stay_long_enough_to_pay(retention_days: int, expected: list[object]) -> None:
    assert [(tier.after_days, tier.storage_class) for tier in tiers_within(retention_days)] == expected


@given(st.integers(min_value=1, max_value=3653))
def test_no_log_moves_after_its_end(retention_days: int) -> None:
    assert all(tier.after_days < retention_days for tier in tiers_within(retention_days))


def test_a_log_leaves_no_tier_before_it_is_paid_for() -> None:
    ages = [tier.after_days for tier in TIERS]
    for tier, left_at in zip(TIERS, ages[1:], strict=False):
        assert left_at - tier.after_days >= tier.minimum_days
