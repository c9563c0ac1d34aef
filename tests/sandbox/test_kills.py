"""Runs killed at every moment that matters: the next one converges, and nothing is left over or made twice.

A run that takes one step at a time changes the state and the cloud at its writes and requests only, so these are all
the kills there are. The emulator's inventory, asked by boto3, is the judge.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import own_emulator
from tests.sandbox.small_stack import Cloud, Program, SmallStack, changed, empty, full
from tests.sandbox.sudden_death import REQUESTS, WRITES, dies


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An emulator of its own, which holds nothing but the small stack."""
    with own_emulator(tmp_path_factory.mktemp("kills")) as endpoint:
        yield endpoint


@pytest.mark.parametrize(
    ("before", "after", "moments", "stride"),
    [
        (empty, full, WRITES, 1),
        (full, empty, WRITES, 4),
        (full, changed, WRITES, 1),
        (empty, full, REQUESTS, 7),
        (full, changed, REQUESTS, 13),
    ],
)
def test_a_run_killed_at_any_moment_is_finished_by_the_next(
    before: Program, after: Program, moments: str, stride: int, tmp_path: Path, endpoint: str
) -> None:
    """Every state write of a creation and of a change of every kind; samples of a deletion's, and of the requests."""
    stack, cloud = SmallStack(tmp_path, endpoint), Cloud(endpoint)
    number, killed = 0, True
    while killed:
        stack.up(before)
        killed = dies(lambda: _succeed(stack, after), moments, number)
        result = stack.up(after)
        assert not result.failed, (number, result.failures, result.diagnostics)
        assert cloud.inventory() == stack.recorded(), number
        assert moments == WRITES or stack.drift() == [], number
        number += stride
    assert number > stride
    stack.up(empty)
    assert cloud.inventory() == {}


def _succeed(stack: SmallStack, program: Program) -> None:
    assert not stack.up(program).failed
