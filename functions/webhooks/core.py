"""Dispatches what is due: fairly between endpoints, in order of keys where asked, and each outcome kept at once.

An endpoint that is slow has one request under way, and one that fails none until its breaker lets a probe through: each
takes few of the `PLACES`, so that others needn't wait for one.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from functions.webhooks.delivery import Delivery, Health, Outcome, after

PLACES: Final = 512
"""Requests under way at once: half of the files that a function may hold open (AWS Lambda Developer Guide, "Lambda
quotas": 1,024)."""


LOOK_SECONDS: Final = 0.05
"""After which it is looked again for what came due while all that is under way is slow."""


class Deliveries(Protocol):
    """Where deliveries are kept."""

    def claim(self, now_ms: int, most: int, under_way: Counter[str]) -> Sequence[Delivery]:
        """Return deliveries that are due, for this worker alone for a while: the oldest of each endpoint first, by
        turns, and of each no more than its health lets be under way besides those *under_way*; of a key that is kept in
        order none but its first."""
        ...

    def health(self, endpoint: str) -> Health:
        """Return how *endpoint* has answered."""
        ...

    def settle(self, delivery: Delivery, health: Health, outcome: Outcome, now_ms: int) -> None:
        """Keep what came of an attempt, with the delivery and its endpoint's health after it."""
        ...


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Sends what is due."""

    deliveries: Deliveries
    send: Callable[[Delivery], Awaitable[Outcome]]
    clock_ms: Callable[[], int]
    draw: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    places: int = PLACES

    async def run(self, until_ms: int) -> int:
        """Send what is due until nothing is or the time *until_ms* has come; return how many attempts were made.

        What is under way then is waited for, so that its outcome is kept.

        Raises:
            Whatever `deliveries` raise: nothing more is sent then, and what has no outcome comes again.
        """
        under_way: dict[asyncio.Task[None], str] = {}
        faults: list[BaseException] = []
        made = 0
        while True:
            if not faults and self.clock_ms() < until_ms and len(under_way) < self.places:
                counted = Counter(under_way.values())
                for each in self.deliveries.claim(self.clock_ms(), self.places - len(under_way), counted):
                    under_way[asyncio.create_task(self._attempt(each))] = each.endpoint
                    made += 1
            if not under_way:
                break
            done, _ = await asyncio.wait(under_way, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del under_way[task]
                faults += [fault] if (fault := task.exception()) else []
        if faults:
            raise faults[0]
        return made

    async def _attempt(self, delivery: Delivery) -> None:
        outcome = await self.send(delivery)
        now = self.clock_ms()
        health = self.deliveries.health(delivery.endpoint).after(outcome, now)
        self.deliveries.settle(after(delivery, outcome, now, self.draw()), health, outcome, now)
