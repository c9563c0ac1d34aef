"""HTTP/1.1 as a router needs it: heads that are looked at, bodies that pass by (RFC 9112)."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

HEAD_BYTES: Final = 1 << 20
"""Most bytes of a head; signed URLs with a session's token have the longest."""
PIECE_BYTES: Final = 1 << 16
"""Most bytes of a body that are in hand at a time."""
_CLOSES: Final = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """The first lines of a request or an answer."""

    raw: bytes
    first: list[str]
    """Words of the first line."""
    headers: Mapping[str, str]
    """By names in small letters; the last of equal ones."""

    @property
    def status(self) -> int:
        """An answer's status."""
        return int(self.first[1])

    @property
    def in_chunks(self) -> bool:
        """Whether the body comes in chunks (RFC 9112, section 7.1)."""
        return "chunked" in self.headers.get("transfer-encoding", "").lower()

    @property
    def closes(self) -> bool:
        """Whether it is the connection's last."""
        return "close" in self.headers.get("connection", "").lower()

    def length(self, otherwise: int | None) -> int | None:
        """Return the bytes of a body that doesn't come in chunks; what it is *otherwise*, when the head doesn't say."""
        given = self.headers.get("content-length")
        return otherwise if given is None else int(given)

    def lasting(self) -> bytes:
        """Return the head's bytes, less that the connection ends with it."""
        return _CLOSES.sub(b"", self.raw)


@dataclass(frozen=True)
class Line:
    """A connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def head(self) -> Head:
        """Read a head."""
        raw = await self.reader.readuntil(b"\r\n\r\n")
        first, *rest = raw.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in rest)
        return Head(raw, first.split(" ", 2), {name.lower(): value.strip() for name, _, value in pairs})

    async def send(self, data: bytes) -> None:
        """Write, no faster than the other end reads."""
        self.writer.write(data)
        await self.writer.drain()

    async def pass_body(self, head: Head, length: int | None, to: "Line") -> None:
        """Pass a body on: in its chunks, *length* bytes, or all until the connection ends when it is None."""
        if head.in_chunks:
            await self._pass_chunks(to)
        elif length is None:
            while piece := await self.reader.read(PIECE_BYTES):
                await to.send(piece)
        else:
            await self._pass(length, to)

    async def _pass(self, length: int, to: "Line") -> None:
        while length:
            piece = await self.reader.readexactly(min(PIECE_BYTES, length))
            length -= len(piece)
            await to.send(piece)

    async def _pass_chunks(self, to: "Line") -> None:
        size = -1
        while size:
            line = await self.reader.readuntil(b"\r\n")
            size = int(line.split(b";")[0], 16)
            to.writer.write(line)
            await self._pass(size + 2 if size else 0, to)
        trailer = b""
        while trailer != b"\r\n":
            trailer = await self.reader.readuntil(b"\r\n")
            to.writer.write(trailer)
        await to.writer.drain()
