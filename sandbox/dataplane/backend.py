"""PostgreSQL's messages, as far as the front of the shards speaks them to the server and to clients (PostgreSQL,
"Frontend/Backend Protocol")."""

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Mapping
from typing import Final

PROTOCOL: Final = 3 << 16
TLS_REQUEST: Final = 80877103
MOST_BYTES: Final = 1 << 20
"""Of a message that the front reads itself; what it passes on may have any length."""


class BackendError(Exception):
    """The server refuses."""


class Backend:
    """A connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def rows(self, statement: str) -> int:
        """Run *statement* and return how many rows it has.

        Raises:
            BackendError: the server refuses it.
        """
        self._writer.write(message(b"Q", statement.encode() + b"\0"))
        return await self.ready()

    async def ready(self) -> int:
        """Wait until the server takes a statement; returns how many rows came before that."""
        rows, refusal = 0, b""
        while True:
            kind, content = await read(self._reader)
            rows += kind == b"D"
            if kind == b"E":
                refusal = content
            if kind == b"Z" or (kind == b"E" and content.startswith((b"SFATAL", b"SPANIC"))):
                if refusal:
                    raise BackendError(refusal.replace(b"\0", b" ").decode(errors="replace"))
                return rows


@contextlib.asynccontextmanager
async def connect(socket: str, user: str, database: str) -> AsyncIterator[Backend]:
    """Connect to the server at *socket*.

    Raises:
        BackendError, OSError: it can't be.
    """
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        writer.write(startup({"user": user, "database": database}))
        backend = Backend(reader, writer)
        await backend.ready()
        yield backend
    except asyncio.IncompleteReadError as fault:
        raise BackendError("the server ended the connection") from fault
    finally:
        writer.close()


async def read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Return the kind and the content of the next message.

    Raises:
        ValueError: it is none.
    """
    kind, length = struct.unpack("!cI", await reader.readexactly(5))
    if not 4 <= length <= MOST_BYTES:
        raise ValueError(f"a message of {length:,} bytes")
    return kind, await reader.readexactly(length - 4)


def message(kind: bytes, content: bytes) -> bytes:
    """Return a message."""
    return kind + struct.pack("!I", len(content) + 4) + content


def startup(parameters: Mapping[str, str]) -> bytes:
    """Return the message that begins a session."""
    fields = b"".join(f"{name}\0{value}\0".encode() for name, value in parameters.items()) + b"\0"
    return struct.pack("!II", len(fields) + 8, PROTOCOL) + fields


def refusal(code: str, words: str) -> bytes:
    """Return the error by which a session ends, under SQLSTATE *code*."""
    fields = {"S": "FATAL", "V": "FATAL", "C": code, "M": words}
    return message(b"E", b"".join(f"{name}{value}\0".encode() for name, value in fields.items()) + b"\0")
