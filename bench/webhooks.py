"""How many webhooks a second are sent by real HTTP on 127.0.0.1, and what slow and dead endpoints cost the others.
`python -m bench.webhooks`.

Deliveries are kept in memory and requests go without TLS to one server of another process, which is told by the path
how to behave; the guard of addresses, which would let nothing go there, is replaced as no setting can. So what is
measured is dispatching, signing and HTTP, not DynamoDB and not handshakes. A dead endpoint is a port that nobody
listens at; a slow one answers after 2 s.
"""

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Final

from bench.running import show
from functions.webhooks.core import Dispatcher
from functions.webhooks.delivery import Delivery, Outcome, State
from functions.webhooks.sending import Sender
from functions.webhooks.signing import headers, new_secret
from functions.webhooks.targets import Target
from tests.functions.webhooks.memory import Memory

ENDPOINTS: Final = 1000
EACH: Final = 2
RATE: Final = 100
"""Webhooks that come due a second where waits are measured: below what is sent, or they would measure the backlog."""
SLOW_SECONDS: Final = 2.0
BODY: Final = b'{"type":"order.placed","timestamp":"2026-11-30T12:00:00Z","data":{"order_id":"1","amount_cents":995}}'
SLOW, DEAD = range(100), range(100, 110)
"""A tenth and a hundredth of the endpoints."""


def webhooks() -> dict[str, float]:
    """Print and return it."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    try:
        full = _run(port, sick=False, rate=None)
        well, sick = (_run(port, sick=sick, rate=RATE) for sick in (False, True))
    finally:
        server.terminate()
        server.join()
    speed, own = ENDPOINTS * EACH / full.seconds, ENDPOINTS * EACH / full.processor_seconds
    show("webhooks sent, all endpoints well", f"{speed:.0f}/s", "≥ 500/s")
    show("webhooks sent a second of a processor, the endpoints beside it", f"{own:.0f}/s")
    show("webhooks, the others' p99, all well", f"{well.p99_ms:.0f} ms")
    show("webhooks, the others' p99, 10 % slow and 1 % dead", f"{sick.p99_ms:.0f} ms", "unmoved")
    return {
        "webhooks_per_second": speed,
        "webhooks_per_processor_second": own,
        "webhooks_p99_ms": well.p99_ms,
        "webhooks_p99_beside_sick_ms": sick.p99_ms,
    }


class _Measured:
    def __init__(self, waits_ms: Sequence[float], seconds: float, processor_seconds: float) -> None:
        self.p99_ms = statistics.quantiles(waits_ms, n=100)[98]
        self.seconds, self.processor_seconds = seconds, processor_seconds


def _run(port: int, *, sick: bool, rate: int | None) -> _Measured:
    """Send `EACH` webhooks to each endpoint, which come due at *rate* a second or all at once; return for how long
    those to endpoints that are well were waited for."""
    store, secret, target = Memory(), new_secret(), Target("hooks.example.com", "/")

    def clock_ms() -> int:
        return time.monotonic_ns() // 1_000_000

    async def here(_host: str) -> Sequence[str]:
        return ["127.0.0.1"]

    def sender(at: int) -> Sender:
        return Sender(clock_ms=clock_ms, resolve=here, judge=lambda found: found[0], port=at, tls=None)

    alive, dead = sender(port), sender(1)

    async def send(delivery: Delivery) -> Outcome:
        number = int(delivery.endpoint)
        to = dead if sick and number in DEAD else alive
        path = Target(target.host, "/slow") if sick and number in SLOW else target
        return await to.send(path, headers([secret], delivery.id, clock_ms(), BODY), BODY)

    begun, processor = clock_ms(), time.process_time()
    due: dict[str, int] = {}
    for nth in range(EACH):
        for number in range(ENDPOINTS):
            name = f"{number}-{nth}"
            due[name] = begun + (len(due) * 1000 // rate if rate else 0)
            store.add(Delivery(id=name, endpoint=str(number), key="k", sequence=nth, due_ms=due[name]))
    asyncio.run(_all(Dispatcher(deliveries=store, send=send, clock_ms=clock_ms), max(due.values()), clock_ms))
    well = [
        at - due[delivery.id]
        for delivery, _, at in store.outcomes
        if delivery.state is State.DELIVERED and int(delivery.endpoint) not in {*SLOW, *DEAD}
    ]
    assert len(well) == EACH * (ENDPOINTS - len(SLOW) - len(DEAD))  # noqa: S101 - or the figure means nothing
    seconds = (max(at for _, _, at in store.outcomes) - begun) / 1000
    return _Measured(well, seconds, time.process_time() - processor)


async def _all(dispatcher: Dispatcher, last_ms: int, clock_ms: Callable[[], int]) -> None:
    """Dispatch until all have come due, and those that are well are sent."""
    while clock_ms() <= last_ms + 1:
        await dispatcher.run(last_ms + 1)
        await asyncio.sleep(0.005)
    await dispatcher.run(last_ms + 120_000)


def _serve(told: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(len(BODY))
        if head.startswith(b"POST /slow"):
            await asyncio.sleep(SLOW_SECONDS)
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    webhooks()
