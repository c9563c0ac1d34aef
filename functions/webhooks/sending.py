"""Sends one request: to the very address that was found to be public, over TLS for the host's name, within one time.

asyncio for the connection, h11 for HTTP/1.1. The name is asked for anew each time and what is connected to is what was
judged, so that a name which leads elsewhere by then (rebinding) leads nowhere. Nothing is followed, and of the answer
the status and `Retry-After` are kept: a body could hold anything.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import h11

from functions.webhooks.addresses import checked
from functions.webhooks.delivery import Outcome
from functions.webhooks.errors import UnfitTargetError, UnresolvedError
from functions.webhooks.targets import PORT, Target

TIMEOUT_SECONDS: Final = 15.0
"""For all of it (Standard Webhooks 1.0.0, "Request timeouts": 15 to 30 s)."""
MAX_HEADER_BYTES: Final = 16 * 1024
USER_AGENT: Final = "groot-webhooks/1"

Resolve = Callable[[str], Awaitable[Sequence[str]]]
Judge = Callable[[Sequence[str]], str | None]
"""Returns which of a name's addresses a request goes to, or None where it may go to none."""


async def resolve(host: str) -> Sequence[str]:
    """Return the addresses of *host*, in the resolver's order.

    Raises:
        OSError: there are none now.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Sends requests. What isn't given is as it is in production; nothing but tests and measurements gives it."""

    clock_ms: Callable[[], int]
    resolve: Resolve = resolve
    judge: Judge = checked
    port: int = PORT
    tls: ssl.SSLContext | None = field(default_factory=ssl.create_default_context)
    timeout_seconds: float = TIMEOUT_SECONDS

    async def address(self, target: Target) -> str:
        """Return the address that *target* is reached at.

        Raises:
            UnfitTargetError: its name leads to one that isn't public.
            UnresolvedError: its name leads nowhere.
        """
        try:
            found = await self.resolve(target.host)
        except OSError:
            raise UnresolvedError("the name is not known now") from None
        if not found:
            raise UnresolvedError("the name has no address")
        if (address := self.judge(found)) is None:
            raise UnfitTargetError("the name leads to an address that is not public")
        return address

    async def send(self, target: Target, headers: dict[str, str], body: bytes) -> Outcome:
        """Return what came of sending *body* to *target*; whatever happens is an outcome."""
        begun = self.clock_ms()
        try:
            async with asyncio.timeout(self.timeout_seconds):
                status, retry_after_ms = await self._exchange(target, headers, body)
        except (OSError, h11.ProtocolError, UnfitTargetError, UnresolvedError) as fault:
            return Outcome(status=None, took_ms=self.clock_ms() - begun, fault=type(fault).__name__)
        return Outcome(status=status, took_ms=self.clock_ms() - begun, retry_after_ms=retry_after_ms)

    async def _exchange(self, target: Target, headers: dict[str, str], body: bytes) -> tuple[int, int]:
        name = target.host if self.tls else None
        address = await self.address(target)
        reader, writer = await asyncio.open_connection(address, self.port, ssl=self.tls, server_hostname=name)
        try:
            connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEADER_BYTES)
            told = {"Host": target.host, "User-Agent": USER_AGENT, "Content-Type": "application/json", **headers}
            told |= {"Content-Length": str(len(body)), "Connection": "close"}
            request = h11.Request(method="POST", target=target.path, headers=[*told.items()])
            for event in (request, h11.Data(data=body), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            while not isinstance(event := connection.next_event(), h11.Response):
                if event is h11.NEED_DATA:
                    connection.receive_data(await reader.read(MAX_HEADER_BYTES))
                elif isinstance(event, h11.ConnectionClosed):
                    raise ConnectionResetError
            return event.status_code, _retry_after_ms(dict(event.headers).get(b"retry-after", b""))
        finally:
            writer.close()


def _retry_after_ms(value: bytes) -> int:
    """Return what a `Retry-After` in seconds comes to; a date is passed over (RFC 9110, section 10.2.3)."""
    return int(value) * 1000 if value.isdigit() and len(value) < 9 else 0
