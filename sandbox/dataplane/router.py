"""The emulator's front door: one port, which passes each request on to the server that `routes` names.

Run as `router.py PORT MOTO_PORT MINISTACK_PORT`. Heads and bodies go through as they come, in both directions at once,
so that `100 Continue`, chunked uploads and answers without an end need no cases of their own. A server that doesn't
answer makes a 503, which SDKs try again (AWS SDKs and Tools Reference Guide, "Retry behavior").
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import Mapping
from typing import Final

from sandbox.confinement import confine
from sandbox.dataplane.lines import HEAD_BYTES, PIECE_BYTES, Head, Line
from sandbox.dataplane.routes import Server, servers

HOST: Final = "127.0.0.1"
BACKLOG: Final = 1024
"""Connections that may wait to be taken; a deployment opens some hundreds at once."""
_LOST = (OSError, asyncio.IncompleteReadError)


class Router:
    """Passes requests on to the servers at *ports*."""

    def __init__(self, ports: Mapping[Server, int]) -> None:
        self._ports = ports
        self._idle: dict[Server, list[Line]] = {server: [] for server in ports}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's requests, one after another."""
        client = Line(reader, writer)
        with contextlib.suppress(*_LOST, asyncio.LimitOverrunError, ValueError):
            while await self._answer(client, await client.head()):
                pass
        writer.close()

    async def _answer(self, client: Line, request: Head) -> bool:
        """Answer a request; returns whether the connection can take another."""
        server, *others = servers(request.first[0], request.first[1], request.headers)
        length = request.length(0) or 0
        is_small = not request.in_chunks and length <= PIECE_BYTES and "expect" not in request.headers
        sent = request.raw + (await client.reader.readexactly(length) if is_small else b"")
        line = upload = answer = None
        is_whole = False
        try:
            line = await self._line(server)
            line.writer.write(sent)
            upload = None if is_small else asyncio.create_task(client.pass_body(request, length, line))
            answer = await _last_head(line, client)
            if answer.status < 300:
                await asyncio.gather(*(self._tell(other, sent) for other in others))
            is_whole = await _pass_answer(line, request, answer, client) and (upload is None or upload.done())
        except _LOST:
            if answer is None:
                await client.send(_unavailable(server, request))
        finally:
            if upload:
                upload.cancel()
            if line and is_whole and answer and not answer.closes:
                self._idle[server].append(line)
            elif line:
                line.writer.close()
        return is_whole and not request.closes

    async def _line(self, server: Server) -> Line:
        """Return a connection to *server*: one that has served before, or a new one."""
        idle = self._idle[server]
        while idle:
            line = idle.pop()
            if not line.reader.at_eof():
                return line
            line.writer.close()
        return Line(*await asyncio.open_connection(HOST, self._ports[server], limit=HEAD_BYTES))

    async def _tell(self, server: Server, request: bytes) -> None:
        """Send *server* a request whose answer is nobody's."""
        with contextlib.suppress(*_LOST):
            line = await self._line(server)
            await line.send(request)
            await line.head()
            line.writer.close()


async def _last_head(line: Line, client: Line) -> Head:
    """Return the answer's head; passes on what comes before it (RFC 9110, section 15.2)."""
    while (answer := await line.head()).status < 200:
        await client.send(answer.raw)
    return answer


async def _pass_answer(line: Line, request: Head, answer: Head, client: Line) -> bool:
    """Pass an answer on; returns whether it had an end of its own, so that another can follow it."""
    has_body = request.first[0] != "HEAD" and answer.status not in (204, 304)
    length = answer.length(None) if has_body else 0
    has_end = length is not None or answer.in_chunks
    client.writer.write(answer.lasting() if has_end and not request.closes else answer.raw)
    if has_body:
        await line.pass_body(answer, length, client)
    await client.writer.drain()
    return has_end


def _unavailable(server: Server, request: Head) -> bytes:
    """Return a 503 as every SDK understands it: a message in JSON to who speaks it, or HTML, as of a load balancer."""
    words = f"{server.value} does not answer; bring it up again: groot emulator start"
    is_json = "json" in request.headers.get("content-type", "")
    text = json.dumps({"message": words}) if is_json else f"<html>{words}</html>\n"
    kind = "application/json" if is_json else "text/html"
    lines = ("HTTP/1.1 503 Service Unavailable", f"Content-Type: {kind}", f"Content-Length: {len(text)}")
    return "\r\n".join((*lines, "Connection: close", "", text)).encode()


async def _run(port: int, ports: Mapping[Server, int]) -> None:
    router = Router(ports)
    served = await asyncio.start_server(router.serve, HOST, port, limit=HEAD_BYTES, backlog=BACKLOG)
    async with served:
        await served.serve_forever()


if __name__ == "__main__":
    own, moto, ministack = map(int, sys.argv[1:])
    confine({moto, ministack})
    asyncio.run(_run(own, {Server.CONTROL: moto, Server.DATA: ministack}))
