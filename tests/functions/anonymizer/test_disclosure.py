"""What a set of records gives away, by the tables of those who gave the measures their names."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.anonymizer.disclosure import Disclosure, disclosure, distance

# Machanavajjhala et al. (2007), figure 2: 4-anonymous, and one group has cancer alone
HEART, VIRAL, CANCER = "heart disease", "viral infection", "cancer"
INPATIENTS = [
    {"zip": zip_code, "age": age, "condition": condition}
    for zip_code, age, conditions in (
        ("130**", "<30", [HEART, HEART, VIRAL, VIRAL]),
        ("1485*", ">=40", [CANCER, HEART, VIRAL, VIRAL]),
        ("130**", "3*", [CANCER, CANCER, CANCER, CANCER]),
    )
    for condition in conditions
]
# Figure 3 of the same: 3-diverse
DIVERSE = [
    {"zip": zip_code, "age": age, "condition": condition}
    for zip_code, age, conditions in (
        ("1305*", "<=40", [HEART, VIRAL, CANCER, CANCER]),
        ("1485*", ">40", [CANCER, HEART, VIRAL, VIRAL]),
        ("1306*", "<=40", [HEART, VIRAL, CANCER, CANCER]),
    )
    for condition in conditions
]
SALARIES = Counter(range(3, 12))


def test_a_group_that_is_all_of_one_kind_tells_it() -> None:
    assert disclosure(INPATIENTS, ["zip", "age"], ["condition"]).k == 4
    assert disclosure(INPATIENTS, ["zip", "age"], ["condition"]).l == 1
    assert disclosure(DIVERSE, ["zip", "age"], ["condition"]).l == 3


@pytest.mark.parametrize(("thousands", "expected"), [([3, 4, 5], 0.375), ([6, 8, 11], 0.167), ([3, 5, 9], 0.167)])
def test_salaries_are_as_far_apart_as_li_li_and_venkatasubramanian_say(thousands: list[int], expected: float) -> None:
    # Section 5.1 (0.375 and 0.167), and Table 5, which has 0.167-closeness with respect to salary
    assert distance(Counter(thousands), SALARIES) == pytest.approx(expected, abs=0.0005)


def test_what_has_no_order_is_as_far_apart_as_its_shares_differ() -> None:
    assert distance(Counter("aab"), Counter("aabbcc")) == pytest.approx(1 / 3)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=20))
def test_one_group_of_all_gives_away_what_everybody_knows(pairs: list[tuple[int, int]]) -> None:
    records = [{"who": who, "what": what} for who, what in pairs]
    assert disclosure(records, [], ["what"]) == Disclosure(k=len(pairs), l=len({what for _, what in pairs}), t=0)
    parted = disclosure(records, ["who"], ["what"])
    assert parted.k == min(Counter(who for who, _ in pairs).values())
    assert 0 <= parted.t <= 1
