"""Staging's paths carry, and whatever any of them rests on is missed once it is gone."""

import random
import time
from collections.abc import Sequence

import pytest

from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry
from tests.policies.paths.captured import wired
from tests.policies.paths.opened import DOORS, Door
from tests.policies.paths.taken import Whole, without
from tests.policies.stack_case import RULES, judged

PATHS = Registry(
    rules=(), stack_rules=tuple(RULES[f"stack_{name}"] for name in ("copies_arrive", "logs_arrive", "paths_carry"))
)
"""The rules on declared paths."""
TAKEN = 20
MOST_SECONDS = 1.0
"""What the rules may take of staging's time."""


@pytest.fixture(params=["deployed", "previewed"])
def resources(request: pytest.FixtureRequest) -> list[Resource]:
    """Staging, in each of the ways that a judge is shown it."""
    return request.getfixturevalue(request.param)


def test_every_path_carries_and_nothing_else_is_open(resources: Sequence[Resource]) -> None:
    violated, open_ = judged(resources, PATHS)
    assert violated == set()
    assert all(message.endswith("isn't known yet") for _, message in open_)


def test_whatever_a_path_rests_on_is_missed(resources: Sequence[Resource]) -> None:
    whole = Whole(resources)
    assert len({element.urn for element in whole.elements}) > 500
    assert [element for element in whole.elements if not whole.missed(element)] == []


def test_an_analyzer_s_numbers_are_read_as_whole_ones(deployed: Sequence[Resource]) -> None:
    whole, floating = Whole(deployed), Whole(wired(deployed))
    for element in random.Random(0).sample([*whole.elements], 3 * TAKEN):
        assert floating.missed(element) == whole.missed(element)


@pytest.mark.parametrize("seed", range(TAKEN))
def test_hop_and_mend_are_named_for_one_element_of_all(deployed: Sequence[Resource], seed: int) -> None:
    whole = Whole(deployed)
    element = random.Random(seed).choice([*whole.elements])
    evaluation = Judge(PATHS).evaluate_stack([*without(deployed, element)])
    messages = [each.message for each in evaluation.violations]
    assert not evaluation.errors
    lost = whole.missed(element)
    assert any(f"{fault.hop}: {fault.mend}" in message for fault in lost for message in messages), (element, messages)


def test_paths_are_followed_within_a_second(deployed: Sequence[Resource]) -> None:
    judge, started = Judge(PATHS), time.process_time()
    judge.evaluate_stack(deployed)
    assert time.process_time() - started < MOST_SECONDS


@pytest.mark.parametrize("seed", range(TAKEN))
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_door_that_no_path_asks_for_is_named(deployed: Sequence[Resource], door: Door, seed: int) -> None:
    assert Judge(PATHS).evaluate_stack(door(deployed, random.Random(seed))).violations
