"""The life of a delivery, and of the breaker of an endpoint: what comes of each attempt, as pure functions."""

from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Final

SECOND, HOUR = 1000, 3600 * 1000
SCHEDULE_MS: Final = (
    *(0, 5 * SECOND, 300 * SECOND, 1800 * SECOND, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR),
)
"""Before each attempt, from the one before it: ten over 75 hours (Standard Webhooks 1.0.0, "Deliverability and
reliability", example retry schedule)."""
JITTER: Final = 0.2
"""Of each wait, at most, and only longer: endpoints that fell together aren't called together."""
LONGEST_MS: Final = 24 * HOUR
"""That a `Retry-After` is heeded."""
FAILURES: Final = 5
"""In a row open the breaker of an endpoint."""
OPEN_MS, LONGEST_OPEN_MS = 30 * SECOND, HOUR
"""How long it is open first, doubled each time that a probe fails, and at most."""
DISABLED_AFTER_MS: Final = 5 * 24 * HOUR
"""An endpoint that has only failed for so long is disabled (the same: "fail consistently over a long period")."""
AT_ONCE: Final = 4
"""Requests to one endpoint under way at once."""
SLOW_MS: Final = 1000
"""An endpoint that last took longer, or failed, has one request under way."""


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Nobody took it in all attempts, or the endpoint is gone; it can be replayed."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event to one endpoint."""

    id: str
    """The event's, the same in every attempt and replay: a receiver's idempotency key."""
    endpoint: str
    key: str
    """What is kept in order where the endpoint asks for it: the event's stream."""
    sequence: int
    """Of its key: the event's version."""
    due_ms: int
    attempts: int = 0
    state: State = State.PENDING


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of an attempt."""

    status: int | None
    """None where there was no answer."""
    took_ms: int
    fault: str = ""
    """Why there was none, by kind."""
    retry_after_ms: int = 0

    @property
    def ok(self) -> bool:
        """Whether the endpoint took it: 200 to 299, and nothing else; a redirect isn't followed."""
        return self.status is not None and self.status // 100 == 2

    @property
    def gone(self) -> bool:
        """Whether the endpoint wants no more."""
        return self.status == HTTPStatus.GONE


def after(delivery: Delivery, outcome: Outcome, now_ms: int, draw: float) -> Delivery:
    """Return *delivery* after an attempt; *draw*, from 0 to 1, is chance."""
    attempts = delivery.attempts + 1
    if outcome.ok:
        return replace(delivery, attempts=attempts, state=State.DELIVERED)
    if outcome.gone or attempts == len(SCHEDULE_MS):
        return replace(delivery, attempts=attempts, state=State.DEAD)
    wait = max(SCHEDULE_MS[attempts], min(outcome.retry_after_ms, LONGEST_MS))
    return replace(delivery, attempts=attempts, due_ms=now_ms + round(wait * (1 + JITTER * draw)))


def replayed(delivery: Delivery, now_ms: int) -> Delivery:
    """Return *delivery* from its beginning, under the same id."""
    return replace(delivery, attempts=0, due_ms=now_ms, state=State.PENDING)


@dataclass(frozen=True, kw_only=True)
class Health:
    """How an endpoint has answered: what its breaker, and how much is sent to it at once, go by."""

    failures: int = 0
    """In a row."""
    failing_since_ms: int = 0
    open_until_ms: int = 0
    last_took_ms: int = 0

    def at_once(self, now_ms: int) -> int:
        """Return how many requests may be under way: none while the breaker is open, then one, as a probe."""
        if now_ms < self.open_until_ms:
            return 0
        return 1 if self.failures or self.last_took_ms > SLOW_MS else AT_ONCE

    def after(self, outcome: Outcome, now_ms: int) -> "Health":
        """Return it after an attempt. What began before the breaker opened, and fails then, opens it no longer."""
        if outcome.ok:
            return Health(last_took_ms=outcome.took_ms)
        if now_ms < self.open_until_ms:
            return self
        failures = self.failures + 1
        opened = min(OPEN_MS << min(max(failures - FAILURES, 0), 12), LONGEST_OPEN_MS)
        return Health(
            failures=failures,
            failing_since_ms=self.failing_since_ms or now_ms,
            open_until_ms=now_ms + opened if failures >= FAILURES else 0,
            last_took_ms=outcome.took_ms,
        )

    def is_lost(self, now_ms: int) -> bool:
        """Return whether the endpoint has failed for so long that nothing more is sent to it."""
        return bool(self.failures) and now_ms - self.failing_since_ms >= DISABLED_AFTER_MS
