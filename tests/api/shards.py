"""The shards of the shared stack, as whoever runs their server sees them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pg8000.native import Connection, identifier

from sandbox.dataplane.postgresql import OWNER, SOCKET
from tests.api.caller import Caller


class Shards:
    """All shards, founded; *home* is the project whose emulator has them."""

    def __init__(self, home: Path, caller: Caller) -> None:
        self._socket = str((home / ".sandbox/emulator/data/postgresql").resolve() / SOCKET)
        answer = caller.client("lambda").invoke(FunctionName="groot-staging-rebalancer", Payload=b'{"do": "tend"}')
        told = json.loads(answer["Payload"].read())
        assert "errorMessage" not in told, told

    def connect(self, label: str = "") -> Connection:
        """Return a connection of the superuser's."""
        database = f"groot-staging-{label}" if label else "postgres"
        return Connection(OWNER, unix_sock=self._socket, database=database, timeout=20)

    @contextmanager
    def down(self, label: str) -> Iterator[None]:
        """Let nobody in."""
        with self.connect() as server:
            database = identifier(f"groot-staging-{label}")
            server.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
            self._hang_up(server, label)
            try:
                yield
            finally:
                server.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")

    @contextmanager
    def slow(self, label: str) -> Iterator[None]:
        """Let everybody wait who asks for a record or for slots."""
        with self.connect(label) as holder:
            holder.run("BEGIN")
            holder.run("LOCK TABLE groot.records, groot.shard")
            yield
            holder.run("ROLLBACK")

    @contextmanager
    def another(self, label: str) -> Iterator[None]:
        """Have another shard answer at its place."""
        with self.connect(label) as shard:
            shard.run("UPDATE groot.shard SET label = 'shard-999'")
            with self.connect() as server:
                self._hang_up(server, label, but=shard)
            try:
                yield
            finally:
                shard.run("UPDATE groot.shard SET label = :label", label=label)

    def _hang_up(self, server: Connection, label: str, but: Connection | None = None) -> None:
        [[own]] = (but.run("SELECT pg_backend_pid()") if but else None) or [[0]]
        server.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name AND pid <> :own",
            name=f"groot-staging-{label}",
            own=own,
        )
