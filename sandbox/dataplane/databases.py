"""The shards' databases behind one port: what RDS and its proxies are to clients, over one PostgreSQL server.

Run as `databases.py PORT` in the folder that has `data`. Clients find it under the hosts that RDS gives
(`function.py`), over TLS; the host says whose database is meant: all hosts of one shard, in every region, lead to one.
Whoever comes with a token of IAM is held to its host, its user and its time; its signature isn't checked. Who comes
with another password is taken for the cluster's master user, and the password isn't checked either: the port is this
machine's own.
"""

import asyncio
import contextlib
import os
import re
import signal
import ssl
import struct
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sandbox.confinement import confine
from sandbox.dataplane.authority import Authority
from sandbox.dataplane.backend import TLS_REQUEST, BackendError, connect, message, read, refusal, startup
from sandbox.dataplane.postgresql import OWNER, NoServerError, Server, programs

HOST: Final = "127.0.0.1"
HOSTS: Final = re.compile(r"([a-z0-9-]+)\.[a-z0-9-]+\.([a-z0-9-]+)\.rds\.amazonaws\.com|([a-z0-9-]+)")
"""Hosts of proxies and clusters: the identifier, what is drawn, the region (Amazon Aurora User Guide, "Amazon Aurora
endpoint connections")."""
NO_SERVER: Final = "GR002"
"""SQLSTATE by which functions learn that there is no server to be had, in words that a caller may read."""
CONNECT_SECONDS: Final = 60.0
PIECE_BYTES: Final = 1 << 16
LIMIT_BYTES: Final = 1 << 24
_LOST = (OSError, asyncio.IncompleteReadError, ValueError, TimeoutError)


class Refusal(Exception):  # noqa: N818 - what a client is told, and no fault of this program
    """The session is refused under an SQLSTATE, with words."""


class Front:
    """Lets clients at the server."""

    def __init__(self, server: Server, authority: Authority) -> None:
        self._server, self._authority = server, authority
        self._hosts: dict[ssl.SSLContext, str] = {}
        self._made: set[tuple[str, str]] = set()
        self._making = asyncio.Lock()
        self._context = authority.context("localhost")
        self._context.sni_callback = self._choose

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        with contextlib.suppress(*_LOST):
            first = await reader.readexactly(8)
            if first.startswith(b"GET "):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            elif struct.unpack("!II", first)[1] != TLS_REQUEST:
                writer.write(refusal("28000", "connections are made with TLS"))
            else:
                writer.write(b"S")
                await writer.start_tls(self._context)
                await self._session(reader, writer)
            await writer.drain()
        writer.close()

    def _choose(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        """Show the certificate of the host that the client asks for (RFC 6066, section 3)."""
        host = name or "localhost"
        connection.context = self._authority.context(host)
        self._hosts[connection.context] = host

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                host = self._hosts[writer.get_extra_info("ssl_object").context]
                asked = await _asked(reader)
                writer.write(message(b"R", struct.pack("!I", 3)))
                _, password = await read(reader)
                master = judge(password.rstrip(b"\0").decode(), host, asked.get("user", ""), datetime.now(UTC))
                database = await self._database(host, asked.get("user", "") if master else "")
                server_reader, server_writer = await asyncio.open_unix_connection(self._server.socket)
        except Refusal as told:
            writer.write(refusal(*told.args))
            return
        server_writer.write(startup({**asked, "database": database}))
        both = [asyncio.create_task(_pass(reader, server_writer)), asyncio.create_task(_pass(server_reader, writer))]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            server_writer.close()
            for each in both:
                each.cancel()

    async def _database(self, host: str, master: str) -> str:
        """Return the database that *host* leads to, made with its *master* as RDS makes both with a cluster."""
        database = shard(host)
        try:
            await self._server.start()
            async with self._making:
                if (database, master) not in self._made:
                    await self._make(database, master)
                    self._made.add((database, master))
        except (NoServerError, BackendError) as fault:
            raise Refusal(NO_SERVER, str(fault)) from None
        return database

    async def _make(self, database: str, master: str) -> None:
        async with connect(self._server.socket, OWNER, "postgres") as backend:
            if not await backend.rows(f"SELECT FROM pg_database WHERE datname = '{database}'"):
                await backend.rows(f'CREATE DATABASE "{database}"')
            if master and not await backend.rows(f"SELECT FROM pg_roles WHERE rolname = '{master}'"):
                await backend.rows(f'CREATE ROLE "{master}" LOGIN CREATEROLE IN ROLE rds_superuser')
            if master:
                await backend.rows(f'ALTER DATABASE "{database}" OWNER TO "{master}"')


def shard(host: str) -> str:
    """Return the database behind *host*: its identifier without the region and the end of a reader's.

    Raises:
        Refusal: it is no host of RDS's.
    """
    found = HOSTS.fullmatch(host)
    if not found:
        raise Refusal("08001", f"{host} is no host of a shard")
    return found[3] or found[1].removesuffix("-read").removesuffix(f"-{found[2]}")


def judge(password: str, host: str, user: str, now: datetime) -> bool:
    """Return whether *user* is a master, who comes with another password than a token of IAM.

    Raises:
        Refusal: the token is for another host or user, or its time is over (Amazon Aurora User Guide, "IAM database
            authentication": 15 minutes); or the user's name is none.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", user) or user == OWNER:
        raise Refusal("28000", "that is no name of a user")
    url = urlsplit(f"//{password}")
    token = {name: values[0] for name, values in parse_qs(url.query).items()}
    if password and "Action" not in token:
        return True
    begun = datetime.strptime(token.get("X-Amz-Date", "19700101T000000Z"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    ends = begun + timedelta(seconds=int(token.get("X-Amz-Expires", "0")))
    if (url.hostname, token.get("Action"), token.get("DBUser")) != (host, "connect", user) or now > ends:
        raise Refusal("28P01", f'PAM authentication failed for user "{user}"')
    return False


async def _asked(reader: asyncio.StreamReader) -> Mapping[str, str]:
    length, _protocol = struct.unpack("!II", await reader.readexactly(8))
    words = (await reader.readexactly(min(length, PIECE_BYTES) - 8)).decode().split("\0")
    return dict(zip(words[:-2:2], words[1:-2:2], strict=True))


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(*_LOST):
        while piece := await reader.read(PIECE_BYTES):
            writer.write(piece)
            await writer.drain()


async def _run(port: int, data: Path) -> None:
    server = Server(data)
    front = Front(server, Authority(data))
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with await asyncio.start_server(front.serve, HOST, port, limit=LIMIT_BYTES):
        await stopped.wait()
        await server.stop()


if __name__ == "__main__":
    folder = Path.cwd() / "data"
    os.chdir(folder)
    confine({Server(folder).socket}, starts=programs())
    asyncio.run(_run(int(sys.argv[1]), folder))
