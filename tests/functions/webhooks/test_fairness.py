"""A thousand endpoints of which a tenth is slow and a hundredth dead, in a time that passes by itself: the others wait
no longer for them. What it is on a clock of its own, `python -m bench.webhooks` measures."""

import asyncio
import statistics

from functions.webhooks.core import Dispatcher
from functions.webhooks.delivery import Delivery, Outcome, State
from functions.webhooks.sending import TIMEOUT_SECONDS
from tests.functions.webhooks.memory import Memory

ENDPOINTS, EACH, RATE = 1000, 2, 500
BACKLOG = 20
"""Of each that is slow or dead, due at once: as many as would take all places, if they might."""
SLOW, DEAD = range(100), range(100, 110)
WELL_SECONDS, SLOW_SECONDS = 0.02, 10.0


class Passing(asyncio.SelectorEventLoop):
    """A loop in which nothing is waited for: when nothing is to be done, it is later."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__()

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self._now = max(self._now, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def waits_ms(*, sick: bool) -> list[int]:
    """Return how long each delivery to an endpoint that is well was due before it was taken."""
    loop, store = Passing(), Memory()

    def clock_ms() -> int:
        return round(loop.time() * 1000)

    async def send(delivery: Delivery) -> Outcome:
        number = int(delivery.endpoint)
        begun = clock_ms()
        if sick and number in DEAD:
            await asyncio.sleep(TIMEOUT_SECONDS)
            return Outcome(status=None, took_ms=clock_ms() - begun, fault="TimeoutError")
        await asyncio.sleep(SLOW_SECONDS if sick and number in SLOW else WELL_SECONDS)
        return Outcome(status=204, took_ms=clock_ms() - begun)

    due: dict[str, int] = {}
    for nth in range(EACH):
        for number in range(ENDPOINTS):
            name = f"{number}-{nth}"
            due[name] = len(due) * 1000 // RATE
            store.add(Delivery(id=name, endpoint=str(number), key="k", sequence=nth, due_ms=due[name]))
    for number in (*SLOW, *DEAD):
        for nth in range(EACH, EACH + BACKLOG):
            store.add(Delivery(id=f"{number}-{nth}", endpoint=str(number), key="k", sequence=nth, due_ms=0))

    async def all_of() -> None:
        while clock_ms() <= max(due.values()) + 1000:
            await Dispatcher(deliveries=store, send=send, clock_ms=clock_ms).run(max(due.values()) + 1000)
            await asyncio.sleep(0.005)

    loop.run_until_complete(all_of())
    loop.close()
    well = [
        at - due[delivery.id]
        for delivery, _, at in store.outcomes
        if int(delivery.endpoint) not in {*SLOW, *DEAD} and delivery.state is State.DELIVERED
    ]
    assert len(well) == EACH * (ENDPOINTS - len(SLOW) - len(DEAD))
    return well


def test_slow_and_dead_endpoints_delay_nobody_else() -> None:
    alone, beside = (statistics.quantiles(waits_ms(sick=sick), n=100)[98] for sick in (False, True))
    assert alone < 100
    assert beside <= alone + 50
