"""What comes of attempts: the standard's schedule, breakers that open and close, and endpoints that are let go."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.webhooks.delivery import (
    AT_ONCE,
    DISABLED_AFTER_MS,
    FAILURES,
    HOUR,
    JITTER,
    LONGEST_OPEN_MS,
    OPEN_MS,
    SCHEDULE_MS,
    SLOW_MS,
    Delivery,
    Health,
    Outcome,
    State,
    after,
    replayed,
)

NEW = Delivery(id="1", endpoint="e", key="k", sequence=1, due_ms=0)
OK, FAILED, GONE, UNANSWERED = (Outcome(status=status, took_ms=10) for status in (204, 500, 410, None))
ELAPSED = ["0:00:05", "0:05:05", "0:35:05", "2:35:05", "7:35:05", "17:35:05", "31:35:05", "51:35:05", "75:35:05"]
"""The standard's own column "Time since start"."""


def test_attempts_are_made_when_the_standards_table_says() -> None:
    delivery, times = NEW, list[str]()
    while (delivery := after(delivery, FAILED, delivery.due_ms, 0)).state is State.PENDING:
        hours, rest = divmod(delivery.due_ms // 1000, 3600)
        times.append(f"{hours}:{rest // 60:02}:{rest % 60:02}")
    assert times == ELAPSED
    assert (delivery.state, delivery.attempts) == (State.DEAD, 10)


@given(st.integers(0, 8), st.floats(0, 1), st.integers(0, 10**12))
def test_a_wait_is_never_shorter_than_the_schedules_and_at_most_a_fifth_longer(
    done: int, draw: float, now: int
) -> None:
    wait = after(replace(NEW, attempts=done), UNANSWERED, now, draw).due_ms - now
    assert SCHEDULE_MS[done + 1] <= wait <= SCHEDULE_MS[done + 1] * (1 + JITTER) + 1


@pytest.mark.parametrize("status", [100, 199, 300, 301, 302, 307, 308, 400, 404, 429, 500, 599])
def test_nothing_but_2xx_is_success(status: int) -> None:
    assert after(NEW, Outcome(status=status, took_ms=1), 0, 0).state is State.PENDING


def test_who_is_gone_is_told_nothing_more_and_who_asks_for_time_gets_it_up_to_a_day() -> None:
    assert after(NEW, GONE, 0, 0).state is State.DEAD
    assert after(NEW, Outcome(status=503, took_ms=1, retry_after_ms=HOUR), 0, 0).due_ms == HOUR
    assert after(NEW, Outcome(status=429, took_ms=1, retry_after_ms=99 * HOUR), 0, 0).due_ms == 24 * HOUR


def test_a_replay_has_all_attempts_again_under_the_same_id() -> None:
    dead = replace(NEW, attempts=10, state=State.DEAD)
    assert replayed(dead, 7) == replace(NEW, due_ms=7)


def test_a_breaker_opens_after_failures_in_a_row_probes_once_and_closes_by_one_success() -> None:
    health = Health()
    for _ in range(FAILURES):
        assert health.at_once(0) >= 1
        health = health.after(FAILED, 0)
    assert health.at_once(OPEN_MS - 1) == 0
    assert health.at_once(OPEN_MS) == 1
    twice = health.after(FAILED, OPEN_MS)
    assert (twice.at_once(3 * OPEN_MS - 1), twice.at_once(3 * OPEN_MS)) == (0, 1)
    assert health.after(OK, OPEN_MS).at_once(OPEN_MS) == AT_ONCE
    assert health.after(FAILED, OPEN_MS - 1) == health


def test_a_breaker_is_probed_each_hour_at_least_and_a_slow_endpoint_has_one_request_at_a_time() -> None:
    health, now = Health(), 0
    for _ in range(40):
        health = health.after(FAILED, now)
        assert health.open_until_ms - now <= LONGEST_OPEN_MS
        now = max(now, health.open_until_ms)
    assert Health().after(Outcome(status=200, took_ms=SLOW_MS + 1), 0).at_once(0) == 1


def test_an_endpoint_that_only_fails_for_five_days_is_lost_and_one_success_forgets_it() -> None:
    health = Health().after(FAILED, 5)
    assert not health.is_lost(DISABLED_AFTER_MS + 4)
    assert health.is_lost(DISABLED_AFTER_MS + 5)
    assert not health.after(OK, 6).is_lost(DISABLED_AFTER_MS + 5)
