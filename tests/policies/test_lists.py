"""An answer about a list that is known in part is the one that all its fillings agree on, or it is left open."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies
from pulumi_policy.proxy import UnknownValueError

from policies.lists import every, fault_in, first, labels, lacking, some, those
from policies.read import items, numbered, together
from policies.unknown import UNKNOWN, readable

VALUES = ("good", "bad", "worse")
LISTS = strategies.lists(strategies.sampled_from((*VALUES, UNKNOWN)), max_size=5)
OPEN = "open"


def as_written(found: Sequence[str]) -> Sequence[str]:
    return items(readable({"list": list(found)}), "list")


def as_blocks(found: Sequence[str]) -> Sequence[Any]:
    return items(readable({"list": [{"name": each} for each in found]}), "list")


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


def test_a_list_that_is_known_keeps_its_order() -> None:
    assert list(together(items({"a": [3, 1]}, "a"), [2])) == [3, 1, 2]
    assert list(numbered(["x", "y"], "n")) == [("n[0]", "x"), ("n[1]", "y")]
