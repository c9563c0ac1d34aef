"""Which version calls go to after an alarm."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.releaser.core import TRIAL, Alias, Version, before, function_of
from functions.releaser.errors import ReleaseError

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LONG_AGO, JUST_NOW = NOW - timedelta(days=30), NOW - timedelta(minutes=5)
TWO = [Version(6, LONG_AGO), Version(7, JUST_NOW)]


def at(main: int, *others: int) -> Alias:
    return Alias(main=main, others=others, revision="1")


def test_calls_of_the_newest_go_to_the_one_before() -> None:
    assert before(at(7), TWO, NOW) == 6


def test_a_version_that_is_tried_loses_its_share() -> None:
    assert before(at(6, 7), TWO, NOW) == 6


def test_a_second_alarm_takes_nothing_more_back() -> None:
    assert before(at(6), [Version(5, LONG_AGO), *TWO], NOW) is None


def test_the_first_version_has_none_before_it() -> None:
    assert before(at(1), [Version(1, JUST_NOW)], NOW) is None
    assert before(at(1), [], NOW) is None


def test_a_version_that_has_held_fails_for_another_reason() -> None:
    held = [Version(6, LONG_AGO), Version(7, NOW - TRIAL - timedelta(seconds=1))]
    assert before(at(7), held, NOW) is None


def test_numbers_count_and_not_their_digits_and_some_may_be_gone() -> None:
    assert before(at(10), [Version(2, LONG_AGO), Version(10, JUST_NOW), Version(9, LONG_AGO)], NOW) == 9
    assert before(at(10), [Version(10, JUST_NOW), Version(4, LONG_AGO)], NOW) == 4


@pytest.mark.parametrize("event", [{}, {"detail": {"configuration": {"metrics": []}}}, {"detail": None}])
def test_what_is_no_alarm_on_a_function_is_refused(event: dict[str, object]) -> None:
    with pytest.raises(ReleaseError, match="no alarm on one function's metric"):
        function_of(event)
