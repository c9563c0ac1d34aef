"""Asks all that requests need, at once and for a bounded time, and says in a word how each is.

What stands behind a word is for the log: whoever asks needs neither key nor token. For the same reason an answer is
kept for some seconds, so that asking costs the stores nothing however often it is done.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

OK, LATE, DOWN, SLOW, WRONG = "ok", "late", "down", "slow", "wrong"
KEPT_SECONDS: Final = 5.0
WORKERS: Final = 8

Words = Mapping[str, str]
"""How things are, by their names."""
Check = Callable[[], Words]
"""Tells of one thing or several; what it raises means that all of it is down."""


@dataclass(frozen=True, kw_only=True)
class Health:
    """How all is."""

    checks: Words

    @property
    def status(self) -> str:
        """`ok` if all is, or else `down`."""
        return OK if all(word == OK for word in self.checks.values()) else DOWN


class Doctor:
    """Asks *checks*, by what each is called, for as long as *seconds*."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        *,
        seconds: float,
        clock: Callable[[], float],
        log: Callable[[str, str], None],
    ) -> None:
        """*log* is told what a check raised."""
        self._checks, self._seconds, self._clock, self._log = checks, seconds, clock, log
        self._pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="check")
        self._lock = threading.Lock()
        self._known: Health | None = None
        self._asked_at = float("-inf")

    def look(self) -> Health:
        """Return how all is now, or was a moment ago."""
        with self._lock:
            if self._known is None or self._clock() - self._asked_at >= KEPT_SECONDS:
                self._known, self._asked_at = self._asked(), self._clock()
            return self._known

    def _asked(self) -> Health:
        futures = {name: self._pool.submit(check) for name, check in self._checks.items()}
        wait(futures.values(), timeout=self._seconds)
        words: dict[str, str] = {}
        for name, future in futures.items():
            if not future.done():
                future.cancel()
                words[name] = SLOW
            elif fault := future.exception():
                self._log(name, str(fault))
                words[name] = DOWN
            else:
                words |= future.result()
        return Health(checks=words)
