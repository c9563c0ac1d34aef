import re

import pytest

from components.security.trail_watches import BREAK_GLASS, MAX_PATTERN_LENGTH, WATCHES, Watch


def test_every_metric_filter_of_the_benchmark_stands_once() -> None:
    assert [watch.control for watch in WATCHES] == [f"CIS 4.{number}" for number in range(1, 16)]


def test_watches_can_be_told_apart() -> None:
    assert len({watch.key for watch in (*WATCHES, BREAK_GLASS)}) == len(WATCHES) + 1


@pytest.mark.parametrize("watch", [*WATCHES, BREAK_GLASS], ids=lambda watch: watch.key)
def test_pattern_is_one_that_cloudwatch_takes(watch: Watch) -> None:
    assert len(watch.pattern) <= MAX_PATTERN_LENGTH
    assert re.fullmatch(r"\{ .* \}", watch.pattern)
    assert watch.pattern.count("(") == watch.pattern.count(")")


def test_events_with_common_names_are_held_to_their_service() -> None:
    by_control = {watch.control: watch.pattern for watch in WATCHES}
    assert "($.eventSource = kms.amazonaws.com) && (" in by_control["CIS 4.7"]
    assert "($.eventSource = organizations.amazonaws.com) && (" in by_control["CIS 4.15"]
