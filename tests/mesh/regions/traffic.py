"""Requests as load balancers and pods make them, and how their answers are counted.

A load balancer speaks TLS to the mesh's gateway without naming a server, checks no certificate, and keeps its
connections (Elastic Load Balancing, "Target groups": targets' certificates aren't validated).
"""

import http.client
import math
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.mesh.regions.namespaces import Namespace

SIGMAS: Final = 4
"""How far from what is expected a count may be: outside lies one honest run in 16,000."""
_SECONDS: Final = 15
"""How long a client waits: longer than the mesh lets a request take."""


Address = tuple[str, int]


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is a connection that failed."""

    status: int
    headers: Mapping[str, str]
    body: str
    at: float = 0.0
    """When, in seconds since its load began."""


class Client:
    """One connection, made again when it was closed, from *origin* to *address*; each request has *headers*.

    An *address* that is asked for before each request may change: then the connection is made anew.
    """

    def __init__(
        self,
        origin: Namespace,
        address: Address | Callable[[], Address],
        tls: ssl.SSLContext | None,
        name: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._origin, self._tls, self._name = origin, tls, name
        self._target = address if callable(address) else lambda: address
        self._address = self._target()
        self._headers = headers or {}
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str = "/", *, method: str = "GET", **headers: str) -> Answer:
        """Return the answer to one request; raises what a connection that fails raises."""
        address, self._address = self._address, self._target()
        connection = self._connection if self._connection and address == self._address else self._connect()
        self._connection = None
        connection.request(method, path, headers={**self._headers, **headers})
        response = connection.getresponse()
        answer = Answer(
            response.status, {key.lower(): value for key, value in response.headers.items()}, response.read().decode()
        )
        if not response.will_close:
            self._connection = connection
        return answer

    def shake_hands(self) -> None:
        """Connect; raises what a connection that is refused raises."""
        self._connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(*self._address)
        plain = self._origin.within(lambda: socket.create_connection(self._address, _SECONDS))
        connection.sock = self._tls.wrap_socket(plain, server_hostname=self._name) if self._tls else plain
        return connection


def unchecked() -> ssl.SSLContext:
    """Return TLS as load balancers speak it to targets."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@dataclass
class Load:
    """Requests that go on until it is ended, and their answers."""

    answers: list[Answer] = field(default_factory=list[Answer])
    _begun: float = field(default_factory=time.monotonic)
    _ended: threading.Event = field(default_factory=threading.Event)

    def now(self) -> float:
        """Return how many seconds it has gone on."""
        return time.monotonic() - self._begun

    def failed(self, since: float, until: float) -> float:
        """Return which share of the requests answered between these seconds failed."""
        within = [answer for answer in self.answers if since <= answer.at < until]
        assert len(within) > 100, f"{len(within)} requests between {since} and {until} s say little"
        return sum(answer.status != 200 for answer in within) / len(within)

    def _go_on(self, client: Client, headers: Mapping[str, str]) -> None:
        while not self._ended.is_set():
            try:
                answer = client.get(**headers)
            except (OSError, http.client.HTTPException) as fault:
                answer = Answer(0, {}, str(fault))
            self.answers.append(Answer(answer.status, {}, answer.body, self.now()))


@contextmanager
def load(clients: Sequence[Client], **headers: str) -> Iterator[Load]:
    """Let each of *clients* ask again and again, with *headers*."""
    going = Load()
    threads = [threading.Thread(target=going._go_on, args=(client, headers)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield going
    finally:
        going._ended.set()
        for thread in threads:
            thread.join()


def tolerance(count: int, share: float) -> float:
    """Return by how much a count of *count* draws, each with probability *share*, may differ from what is expected."""
    return SIGMAS * math.sqrt(count * share * (1 - share))
