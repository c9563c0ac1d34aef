"""Who gets which variant: the same each time, as many as meant, and nobody twice in a layer."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.experiments.assignment import Experiment, assigner, check
from functions.experiments.errors import MalformedError, OverlapError
from functions.experiments.significance import mismatch

UNITS = [f"unit-{number}" for number in range(40_000)]
HALVES = {"control": 1.0, "new": 1.0}


def experiment(
    name: str, start: float = 0, end: float = 1, layer: str = "ui", weights: Mapping[str, float] = HALVES
) -> Experiment:
    return Experiment(name=name, layer=layer, start=start, end=end, weights=weights)


@pytest.mark.parametrize("weights", [{"a": 1, "b": 1}, {"a": 9, "b": 1}, {"a": 5, "b": 3, "c": 2}])
def test_shares_are_as_meant(weights: dict[str, float]) -> None:
    tried = experiment("checkout", weights=weights)
    counts = Counter(map(assigner(tried), UNITS))
    assert counts.keys() == weights.keys()
    assert mismatch([counts[name] for name in weights], list(tried.shares.values())) > 0.001


def test_a_unit_takes_part_in_one_of_a_layers_experiments_at_most() -> None:
    tried = [experiment("first", 0, 0.3), experiment("second", 0.3, 0.8)]
    check(tried)
    taking = [sum(tell(unit) is not None for tell in map(assigner, tried)) for unit in UNITS[:4_000]]
    assert set(taking) == {0, 1}
    assert mismatch([taking.count(0), taking.count(1)], [0.2, 0.8]) > 0.001


def test_layers_and_experiments_divide_units_independently() -> None:
    one, other = assigner(experiment("one")), assigner(experiment("other", layer="prices"))
    pairs = Counter((one(unit), other(unit)) for unit in UNITS)
    assert mismatch(list(pairs.values()), [0.25] * 4) > 0.001


def test_a_variant_stays_a_units_own_when_the_experiment_grows() -> None:
    small, large = assigner(experiment("checkout", 0, 0.1)), assigner(experiment("checkout", 0, 0.6))
    assert all(large(unit) == small(unit) for unit in UNITS[:4_000] if small(unit))


def test_assignments_never_change_between_releases() -> None:
    tell = assigner(experiment("checkout", 0, 0.5))
    assert [tell(f"user-{number}") for number in range(12)] == [
        "control",
        "new",
        None,
        None,
        "new",
        None,
        None,
        None,
        "control",
        None,
        "new",
        None,
    ]


@given(st.text())
def test_any_text_is_a_unit(unit: str) -> None:
    assert assigner(experiment("checkout"))(unit) in HALVES


def test_experiments_that_take_the_same_units_are_refused() -> None:
    with pytest.raises(OverlapError, match="layer ui: first and second take the same units"):
        check([experiment("second", 0.2, 0.8), experiment("first", 0, 0.3)])
    with pytest.raises(OverlapError, match="one name"):
        check([experiment("same"), experiment("same", layer="prices")])


@pytest.mark.parametrize(
    ("start", "end", "weights"),
    [(0.5, 0.5, HALVES), (-0.1, 1, HALVES), (0, 1.1, HALVES), (0, 1, {"a": 1}), (0, 1, {"a": 1, "b": 0})],
)
def test_what_is_no_experiment_is_refused(start: float, end: float, weights: dict[str, float]) -> None:
    with pytest.raises(MalformedError, match="checkout: "):
        experiment("checkout", start, end, weights=weights)
