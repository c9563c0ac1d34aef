"""What the function says of who gets what and of what came of it."""

import random
from collections.abc import Mapping
from typing import Any

import pytest

from functions.experiments.errors import ExperimentError, MalformedError, OverlapError, TooFewError
from functions.experiments.handler import handle
from tests.functions.calls import context

CHECKOUT = {"name": "checkout", "layer": "ui", "start": 0, "end": 0.5, "weights": {"control": 1, "new": 1}}
SEARCH = {"name": "search", "layer": "ui", "start": 0.5, "end": 1, "weights": {"control": 1, "new": 1}}


def asked(**event: Any) -> dict[str, Any]:
    return handle(event, context())


def sums(effect: float, seed: int, units: int = 4_000) -> dict[str, dict[str, float]]:
    """Return sums of outcomes that hang for four fifths of their variance on what was before."""
    dice = random.Random(seed)
    found: dict[str, dict[str, float]] = {}
    for name, shift in (("control", 0.0), ("new", effect)):
        befores = [dice.gauss(10, 2) for _ in range(units)]
        outcomes = [before + shift + dice.gauss(0, 1) for before in befores]
        found[name] = {
            "units": units,
            "outcome": sum(outcomes),
            "outcome_squared": sum(each**2 for each in outcomes),
            "before": sum(befores),
            "before_squared": sum(each**2 for each in befores),
            "product": sum(one * other for one, other in zip(outcomes, befores, strict=True)),
        }
    return found


def without_before(given: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    kept = ("units", "outcome", "outcome_squared")
    return {name: {each: of[each] for each in kept} for name, of in given.items()}


def test_units_get_a_variant_of_each_experiment_that_they_take_part_in() -> None:
    units = [f"user-{number}" for number in range(200)]
    variants = asked(do="assign", experiments=[CHECKOUT, SEARCH], units=units)["variants"]
    assert list(variants) == units
    assert {len(each) for each in variants.values()} == {1}
    assert {name for each in variants.values() for name in each} == {"checkout", "search"}


def test_what_was_before_narrows_what_can_be_said_and_moves_nothing() -> None:
    given = sums(0.15, seed=4)
    with_it = asked(do="analyze", experiment=CHECKOUT, sums=given)
    without = asked(do="analyze", experiment=CHECKOUT, sums=without_before(given))
    narrow, wide = with_it["differences"]["new"], without["differences"]["new"]
    assert with_it["variance_spared"] == pytest.approx(0.8, abs=0.02)
    assert without["variance_spared"] == 0
    assert (narrow["high"] - narrow["low"]) / (wide["high"] - wide["low"]) == pytest.approx(0.2**0.5, abs=0.02)
    assert narrow["low"] < 0.15 < narrow["high"]
    assert narrow["p_value"] < 0.05 < wide["p_value"]


def test_nothing_is_told_of_differences_where_units_are_missing() -> None:
    given = sums(0.5, seed=5)
    given["new"]["units"] = 3_600
    told = asked(do="analyze", experiment=CHECKOUT, sums=given)
    assert told["trusted"] is False
    assert told["differences"] == {}
    assert told["mismatch_p_value"] < 0.001


def test_more_variants_share_the_level() -> None:
    three = {**CHECKOUT, "weights": {"control": 1, "a": 1, "b": 1}}
    given = without_before(sums(0, seed=6))
    told = asked(
        do="analyze", experiment=three, sums={"control": given["control"], "a": given["new"], "b": given["new"]}
    )
    assert told["level"] == 0.025
    assert told["differences"].keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("event", "fault", "told"),
    [
        ({}, MalformedError, "do: assign or analyze"),
        ({"do": "assign", "experiments": [CHECKOUT], "units": [1]}, MalformedError, "units: "),
        ({"do": "assign", "experiments": {}, "units": []}, MalformedError, "experiments: "),
        ({"do": "assign", "experiments": [{}], "units": []}, MalformedError, "an experiment has "),
        ({"do": "assign", "experiments": [{**CHECKOUT, "start": "0"}], "units": []}, MalformedError, "checkout: "),
        (
            {"do": "assign", "experiments": [{**CHECKOUT, "end": float("nan")}], "units": []},
            MalformedError,
            "checkout: ",
        ),
        ({"do": "assign", "experiments": [CHECKOUT, {**SEARCH, "start": 0.4}], "units": []}, OverlapError, "layer ui"),
        ({"do": "analyze", "experiment": CHECKOUT, "sums": {"new": {}}}, MalformedError, "sums: "),
        (
            {"do": "analyze", "experiment": CHECKOUT, "sums": {"control": {}, "new": {}}},
            MalformedError,
            "sums.control: ",
        ),
        ({"do": "analyze", "experiment": CHECKOUT, "sums": sums(0, 1, 50)}, TooFewError, "fewer than 100"),
    ],
)
def test_what_cant_be_done_is_said_in_one_line(
    event: Mapping[str, Any], fault: type[ExperimentError], told: str
) -> None:
    with pytest.raises(fault, match=told):
        asked(**event)
