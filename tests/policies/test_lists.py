"""An answer about a list that is known in part is the one that all its fillings agree on, or it is left open."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies
from pulumi_policy.proxy import UnknownValueError

from policies.answers import all_hold, any_holds, fault_among, whichever
from policies.lists import decided, every, fault_in, first, has_different, labels, lacking, some, those
from policies.read import items, named, numbered, parameter, together
from policies.unknown import UNKNOWN, readable

VALUES = ("good", "bad", "worse")
LISTS = strategies.lists(strategies.sampled_from((*VALUES, UNKNOWN)), max_size=5)
OPEN = "open"


def as_written(found: Sequence[str]) -> Sequence[str]:
    return items(readable({"list": list(found)}), "list")


def as_blocks(found: Sequence[str]) -> Sequence[Any]:
    return items(readable({"list": [{"name": each} for each in found]}), "list")


def as_switches(found: Sequence[str]) -> Any:
    """Return *found* as names of parameters, every other one of which is on."""
    return readable({"parameters": [{"name": each, "value": index % 2} for index, each in enumerate(found)]})


def as_properties(found: Sequence[str]) -> Any:
    return readable({f"p{index}": each for index, each in enumerate(found)})


def asked(found: Sequence[str], of: str) -> list[Callable[[], bool]]:
    """Return for each of *found* the question whether it is *of*."""
    props = as_properties(found)
    return [lambda name=name: props[name] == of for name in props]


def either_way(found: Sequence[str]) -> object:
    props = as_properties([*found, "good", "good", "good"])
    return whichever(lambda: props["p0"] == "good", lambda: props["p1"] == "bad", lambda: props["p2"] == "bad")


QUESTIONS: dict[str, Callable[[Sequence[str]], object]] = {
    "some": lambda found: some(as_written(found), lambda each: each == "bad"),
    "some block": lambda found: some(as_blocks(found), lambda each: each["name"] == "bad"),
    "every": lambda found: every(as_written(found), lambda each: each == "good"),
    "every block": lambda found: every(as_blocks(found), lambda each: each["name"] == "good"),
    "those": lambda found: bool(those(as_written(found), lambda each: each != "good")),
    "labels": lambda found: bool(labels(numbered(as_blocks(found), "list"), lambda each: each["name"] == "bad")),
    "first": lambda found: bool(first(as_blocks(found), lambda each: each["name"] if each["name"] != "good" else None)),
    "fault_in": lambda found: bool(
        fault_in(numbered(as_blocks(found), "list"), lambda label, each: label if each["name"] == "bad" else None)
    ),
    "lacking one": lambda found: bool(lacking(("good",), as_written(found))),
    "lacking one block": lambda found: bool(lacking(("good",), as_blocks(found), lambda each: each["name"])),
    "lacking two": lambda found: bool(lacking(("bad", "good"), as_written(found))),
    "lacking two blocks": lambda found: bool(lacking(("bad", "good"), as_blocks(found), lambda each: each["name"])),
    "different": lambda found: has_different(as_written(found), 2),
    "different blocks": lambda found: has_different(as_blocks(found), 2, lambda each: each["name"]),
    "the first that fits": lambda found: decided(
        items(as_switches(found), "parameters"), lambda each: each["name"] == "bad", lambda each: each and each["value"]
    ),
    "the last parameter": lambda found: parameter(as_switches(found), "bad", lambda switch: switch != 1),
    "named": lambda found: some(
        named(as_properties(found), *(f"p{index}" for index in range(7))), lambda pair: pair[1] == "bad"
    ),
    "any": lambda found: any_holds(*asked(found, "bad")),
    "all": lambda found: all_hold(*asked(found, "good")),
    "a fault among": lambda found: bool(fault_among(*(("it is bad", ask) for ask in asked(found, "bad")))),
    "either way": either_way,
    "within two": lambda found: some(together(as_written(found), ["good"]), lambda each: each == "bad"),
    "nested": lambda found: some([as_written(found), ["good"]], lambda each: some(each, lambda one: one == "bad")),
    "membership": lambda found: "bad" in as_written(found),
    "disjoint": lambda found: frozenset({"bad", "worse"}).isdisjoint(as_written(found)),
}


def answered(question: Callable[[Sequence[str]], object], found: Sequence[str]) -> object:
    try:
        return question(found)
    except UnknownValueError:
        return OPEN


def fillings(found: Sequence[str]) -> list[list[str]]:
    return [list(each) for each in itertools.product(*(VALUES if each == UNKNOWN else (each,) for each in found))]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
@hypothesis.given(found=LISTS)
@hypothesis.settings(max_examples=150, deadline=None)
def test_the_answer_is_what_all_fillings_agree_on(
    question: Callable[[Sequence[str]], object], found: list[str]
) -> None:
    possible = {question(each) for each in fillings(found)}
    assert answered(question, found) == (possible.pop() if len(possible) == 1 else OPEN)


def test_what_is_certain_is_named_and_what_is_not_known_is_not() -> None:
    found = numbered(as_blocks(["bad", UNKNOWN, "good", "bad"]), "rules")
    assert labels(found, lambda each: each["name"] == "bad") == ["rules[0]", "rules[3]"]


def test_where_more_are_missing_than_are_not_known_they_are_named_together() -> None:
    assert lacking(("bad", "good", "worse"), as_written(["good", UNKNOWN])) == ["bad or worse"]
    assert lacking(("bad", "good", "worse"), as_written(["good"])) == ["bad", "worse"]


def test_a_list_that_is_not_known_hides_nothing_of_another() -> None:
    unknown = items(readable({"list": UNKNOWN}), "list")
    for found in (together(["bad"], unknown), together(numbered(unknown, "list"), ["bad"])):
        assert some(found, lambda each: each == "bad")
        with pytest.raises(UnknownValueError):
            some(found, lambda each: each == "worse")
    for ask in (len, bool, list, lambda found: found[0]):
        with pytest.raises(UnknownValueError):
            ask(unknown)


def test_a_list_that_is_known_keeps_its_order() -> None:
    assert list(together(items({"a": [3, 1]}, "a"), [2])) == [3, 1, 2]
    assert list(numbered(["x", "y"], "n")) == [("n[0]", "x"), ("n[1]", "y")]
