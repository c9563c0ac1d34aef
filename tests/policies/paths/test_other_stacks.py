"""Paths of other stacks carry as well, and what they rest on is missed there too."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from policies.core import Judge
from policies.model import Resource
from tests.policies.paths.captured import previewed_by
from tests.policies.paths.opened import DOORS, Door
from tests.policies.paths.taken import Whole
from tests.policies.paths.test_staging import PATHS, TAKEN
from tests.test_stacks import prepared

CLOSED = {"privateAuthority": True, "mutualTls": True}
"""Clients show certificates, which health checks can't, so that these follow an alarm."""
STACKS = {
    "My_Very.Odd-Stack_Name-of-the-2nd-team": (1, {}),
    "world": (5, {"database": {"shards": 8}, "protect": True, "natPerZone": True, **CLOSED}),
}


@pytest.fixture(scope="module", params=STACKS)
def previewed(
    request: pytest.FixtureRequest, emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory
) -> Sequence[Resource]:
    """One of the stacks, before there is anything of it."""
    count, changes = STACKS[request.param]
    folder: Path = tmp_path_factory.mktemp("stack")
    return previewed_by(prepared(folder, emulator_endpoint, request.param, count, **changes))


def test_every_path_carries_and_nothing_else_is_open(previewed: Sequence[Resource]) -> None:
    evaluation = Judge(PATHS).evaluate_stack(previewed)
    assert not evaluation.errors
    assert not evaluation.violations
    assert all(each.message.endswith("isn't known yet") for each in evaluation.obligations)


def test_elements_taken_at_random_are_missed(previewed: Sequence[Resource]) -> None:
    whole = Whole(previewed)
    taken = random.Random(len(previewed)).sample([*whole.elements], TAKEN)
    assert [element for element in taken if not whole.missed(element)] == []


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_door_that_no_path_asks_for_is_named(previewed: Sequence[Resource], door: Door) -> None:
    assert Judge(PATHS).evaluate_stack(door(previewed, random.Random(len(previewed)))).violations
