"""An endpoint on this machine that answers as its path says."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

ANSWERS = {
    "/": b"HTTP/1.1 204 No Content\r\n\r\n",
    "/moved": b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1/\r\n\r\n",
    "/later": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n\r\n",
    "/noise": b"\x16\x03\x01 not HTTP\r\n\r\n",
    "/silent": b"",
    "/endless": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000,
    "/interim": b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
}


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        writer.close()
        return
    path = head.split(b" ")[1].decode()
    if path == "/half":
        writer.write(b"HTTP/1.1 200 OK\r\n")
        await reader.read()  # until the client goes
    writer.write(ANSWERS.get(path, ANSWERS["/"]))
    writer.close()


@pytest.fixture(scope="session")
def listener() -> Iterator[int]:
    """Yield the port of the endpoint."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()

    thread = threading.Thread(target=lambda: (loop.run_until_complete(serve()), loop.run_forever()), daemon=True)
    thread.start()
    ready.wait()
    yield ports[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
