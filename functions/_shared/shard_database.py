"""One shard's database: connections that are kept, and faults by the shard's name.

Statements are single ones, which a proxy can spread over its connections; whoever needs a transaction has a database of
his own.
"""

import select
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

from functions._shared.shard_errors import (
    MapError,
    NoServerError,
    NotOwnerError,
    RefusedError,
    ShardError,
    UnavailableError,
    UnknownOutcomeError,
)
from functions._shared.shard_table import Address

KEPT = 4
"""Connections kept for the next statement."""
NO_SERVER = "GR002"
"""SQLSTATE by which the sandbox says that this machine has no PostgreSQL (sandbox/dataplane/databases.py)."""
FENCED = "GR001"
"""SQLSTATE by which a shard says that it doesn't take the slot (functions/rebalancer/schema/0001_records.sql)."""
INVALID = frozenset({"22", "23", "54"})
"""Classes of SQLSTATE for data that the types, constraints or limits don't allow (PostgreSQL, "Error Codes")."""
ENDED = frozenset({"08", "57"})
"""Classes of SQLSTATE after which a connection is good for nothing."""
UNREACHABLE = (InterfaceError, OSError)

Connect = Callable[[Address], Connection]


@dataclass(frozen=True, kw_only=True)
class Connector:
    """Opens connections as one user."""

    user: str
    database: str
    token: Callable[[Address, str], str]
    """The password for an address and a user: of IAM, it is made for each connection and good for 15 minutes."""
    tls: ssl.SSLContext | Literal[False]
    """What the server's certificate is checked by. The driver's default checks nothing, so there is none here."""
    timeout_seconds: float
    """Of connecting, and of each wait for an answer."""
    server_roots: str = ""
    """File on the servers with the authorities that they check one another by, when one copies from another."""

    def __call__(self, address: Address) -> Connection:
        """Return a new connection."""
        return Connection(
            self.user,
            host=address.host,
            port=address.port,
            database=self.database,
            password=self.token(address, self.user),
            ssl_context=self.tls,
            timeout=self.timeout_seconds,
        )

    def conninfo(self, address: Address) -> str:
        """Return the same as PostgreSQL's own connection string (libpq, "Connection Strings")."""
        fields = {
            "host": address.host,
            "port": str(address.port),
            "dbname": self.database,
            "user": self.user,
            "password": self.token(address, self.user),
            "sslmode": "verify-full" if self.tls else "disable",
            "sslrootcert": self.server_roots,
        }
        return " ".join(f"{name}='{value}'" for name, value in fields.items() if value)


class ShardDatabase:
    """One shard's database."""

    def __init__(self, label: str, connect: Connect, address: Callable[[str], Address]) -> None:
        self.label, self._connect, self._address = label, connect, address
        self._lock = threading.Lock()
        self._kept: list[Connection] = []

    def run(self, statement: str, *, writes: bool = False, **parameters: Any) -> Sequence[Sequence[Any]]:
        """Run a statement and return its rows.

        Raises:
            UnavailableError: the shard doesn't answer, or is another one than its address says.
            UnknownOutcomeError: it no longer answered when it had been told to write.
            NotOwnerError: it doesn't take the slot.
            RefusedError: it takes none of what was given.
        """
        connection = self._take()
        try:
            rows = connection.run(statement, **parameters) or []
        except UNREACHABLE as fault:
            self.close()
            _close(connection)
            raise (UnknownOutcomeError if writes else UnavailableError)(self.label, _reason(fault)) from None
        except DatabaseError as fault:
            answer = fault.args[0]
            _close(connection) if answer.get("C", "")[:2] in ENDED else self._give_back(connection)
            raise self._refusal(answer, parameters) from None
        except BaseException:
            _close(connection)
            raise
        self._give_back(connection)
        return rows

    def close(self) -> None:
        """Close the connections that are kept; the next statement asks anew where the shard is."""
        with self._lock:
            kept, self._kept = self._kept, []
        for connection in kept:
            _close(connection)

    def _take(self) -> Connection:
        while kept := self._pop():
            if not _ended(kept):
                return kept
            _close(kept)
        try:
            connection = self._connect(self._address(self.label))
        except DatabaseError as fault:
            absent = isinstance(fault.args[0], Mapping) and fault.args[0].get("C") == NO_SERVER
            raise (NoServerError if absent else UnavailableError)(self.label, _reason(fault)) from None
        except (*UNREACHABLE, MapError) as fault:
            raise UnavailableError(self.label, _reason(fault)) from None
        try:
            found = connection.run("SELECT label FROM groot.shard")
        except (*UNREACHABLE, DatabaseError) as fault:
            _close(connection)
            raise UnavailableError(self.label, _reason(fault)) from None
        if found != [[self.label]]:
            _close(connection)
            raise UnavailableError(self.label, f"at its address answers {found[0][0] if found else 'no shard'}")
        return connection

    def _pop(self) -> Connection | None:
        with self._lock:
            return self._kept.pop() if self._kept else None

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if len(self._kept) < KEPT:
                self._kept.append(connection)
                return
        _close(connection)

    def _refusal(self, answer: Mapping[str, str], parameters: Mapping[str, Any]) -> ShardError:
        code = answer.get("C", "")
        if code == FENCED:
            state, _, epoch = answer["D"].partition(" ")
            return NotOwnerError(self.label, parameters["slot"], state, int(epoch))
        if code[:2] in INVALID:
            return RefusedError(f"{self.label} takes no such document ({code}): {answer.get('M')}")
        return UnavailableError(self.label, f"{answer.get('M')} ({code})")


def _reason(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    if isinstance(fault, DatabaseError) and isinstance(fault.args[0], Mapping):
        return str(fault.args[0].get("M"))
    return str(fault) or type(fault).__name__


def _ended(connection: Connection) -> bool:
    """Return whether the server has ended a connection that nothing was asked by: it has said something, or the end."""
    socket = connection._usock
    return socket is None or bool(select.select([socket], [], [], 0)[0])


def _close(connection: Connection) -> None:
    try:
        connection.close()
    except (*UNREACHABLE, DatabaseError):
        return  # it was lost already
