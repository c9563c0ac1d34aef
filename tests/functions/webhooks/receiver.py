"""A customer's endpoint on this machine that keeps what it was sent, and workers that send to it from a table.

The guard of addresses would let nothing go here: tests replace it, and no setting can.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from functions.event_store.table import Table
from functions.webhooks.core import Dispatcher
from functions.webhooks.delivery import Delivery, Outcome
from functions.webhooks.intake import Intake, pending
from functions.webhooks.items import event_id
from functions.webhooks.sending import Judge, Sender
from functions.webhooks.signing import Secret, headers, new_secret
from functions.webhooks.table import Kept
from functions.webhooks.targets import Target

BODY = b'{"type":"order.placed","data":{"order_id":"1"}}'


@dataclass
class Receiver:
    """What it answers by path, 204 where nothing is said, and what it got."""

    port: int
    answers: dict[str, int] = field(default_factory=dict)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """Path, headers and body, in order."""

    @property
    def ids(self) -> list[str]:
        """Return the ids of what it got."""
        return [found["webhook-id"] for _, found, _ in self.got]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Yield an endpoint that listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append((self.path, told, body))
            self.send_response(receiver.answers.get(self.path, 204))
            self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
            self.end_headers()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def anywhere(found: Sequence[str]) -> str | None:
    """Judge as production never does."""
    return found[0]


async def here(_host: str) -> Sequence[str]:
    """Lead every name to this machine."""
    return ["127.0.0.1"]


@dataclass
class Platform:
    """Workers on *table*, at a time that passes when a test says so; an endpoint's name is its path."""

    table: Table
    receiver: Receiver
    now: int
    """In milliseconds."""
    secrets: Sequence[Secret] = field(default_factory=lambda: [new_secret()])

    def publish(self, endpoint: str, version: int, *, key: str = "order-1", ordered: bool = False) -> str:
        """Take an event for *endpoint*; return its id."""
        name = event_id(key, version, self.now)
        one = Delivery(id=name, endpoint=endpoint, key=key, sequence=version, due_ms=self.now)
        Intake(self.table).add(pending(one, type_="order.placed", ordered=ordered), self.now)
        return name

    def work(self, judge: Judge = anywhere) -> int:
        """Send what is due now, as one run of a worker; return how many attempts were made."""
        sender = Sender(clock_ms=lambda: self.now, resolve=here, judge=judge, port=self.receiver.port, tls=None)

        async def send(one: Delivery) -> Outcome:
            target = Target("hooks.example.com", f"/{one.endpoint}")
            return await sender.send(target, headers(self.secrets, one.id, self.now, BODY), BODY)

        kept = Kept(self.table)
        made = asyncio.run(Dispatcher(deliveries=kept, send=send, clock_ms=lambda: self.now).run(self.now + 1))
        kept.close()
        return made

    def log(self, endpoint: str) -> list[tuple[str, list[int | None]]]:
        """Return where each delivery to *endpoint* stands, with what its attempts came to."""
        entries = Intake(self.table).log(endpoint)
        return [(each.delivery.state.value, [made.status for made in each.attempts]) for each in entries]
