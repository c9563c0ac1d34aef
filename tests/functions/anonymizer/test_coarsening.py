"""Records are made as coarse as they must be, and no coarser."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from functions.anonymizer.coarsening import Limits, coarse, coarsened
from functions.anonymizer.disclosure import disclosure
from functions.anonymizer.errors import DisclosingError, UnfitError

LADDERS: dict[str, list[Any]] = {"age": ["exact", 5, 20, "*"], "zip": ["exact", 3, 1, "*"]}
RECORDS = st.lists(
    st.fixed_dictionaries(
        {"age": st.integers(18, 60), "zip": st.sampled_from(["13053", "13068", "14850"]), "ill": st.sampled_from("abc")}
    ),
    min_size=1,
    max_size=25,
)


@pytest.mark.parametrize(
    ("value", "rung", "expected"),
    [
        (37, 10, "30-40"),
        (-3, 10, "-10-0"),
        (2.5, 0.5, "2.5-3.0"),
        ("13053", 3, "130*"),
        ("130", 3, "130"),
        ("1984-05-17", "year", "1984"),
        ("1984-05-17T10:00:00Z", "month", "1984-05"),
        ("x", "exact", "x"),
        (7, "*", "*"),
    ],
)
def test_a_value_on_a_rung(value: Any, rung: Any, expected: Any) -> None:
    assert coarse(value, rung, "field") == expected


@pytest.mark.parametrize(
    ("value", "rung"), [("no day", "year"), (True, 10), ("text", 0.5), (5, "year"), (float("nan"), 5), (1e308, 0.1)]
)
def test_a_value_that_a_rung_isnt_for_is_refused_without_saying_it(value: Any, rung: Any) -> None:
    with pytest.raises(UnfitError, match=r"^field: ") as refused:
        coarse(value, rung, "field")
    assert str(value) not in str(refused.value).replace("no day such as", "")


@given(RECORDS, st.integers(1, 5), st.integers(1, 3), st.sampled_from([0.3, 0.6, 1.0]), st.sampled_from([0.0, 0.2]))
def test_what_comes_out_keeps_to_the_limits_and_less_would_not(
    records: list[dict[str, Any]], k: int, diverse: int, t: float, share: float
) -> None:
    limits = Limits(k=k, l=diverse, t=t, left_out_share=share)
    try:
        kept, rungs = coarsened(records, LADDERS, ["ill"], limits)
    except DisclosingError:
        everything = [{"age": "*", "zip": "*", "ill": record["ill"]} for record in records]
        worst = disclosure(everything, ["age", "zip"], ["ill"])
        assert worst.k < k or worst.l < diverse
        return
    assert len(records) - len(kept) <= share * len(records)
    told = disclosure(kept, ["age", "zip"], ["ill"])
    assert not kept or (told.k >= k and told.l >= diverse and told.t <= t)
    heights = {name: LADDERS[name].index(rung) for name, rung in rungs.items()}
    assume(any(heights.values()))
    finer = {name: LADDERS[name][:height] or LADDERS[name][:1] for name, height in heights.items()}
    with pytest.raises(DisclosingError):
        coarsened(records, finer, ["ill"], limits)


def test_more_rungs_than_anybody_would_wait_for_are_refused() -> None:
    with pytest.raises(UnfitError, match="combinations"):
        coarsened([{}], {f"f{n}": [1] * 10 for n in range(5)}, [], Limits(k=2))
