"""A shard's database, as whoever changes what the shard says of itself speaks to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pg8000.exceptions import DatabaseError, InterfaceError
from pg8000.native import Connection

FAULTS = (DatabaseError, InterfaceError, OSError)
"""What speaking to a database may raise."""


def rows(connection: Connection, statement: str, **parameters: Any) -> list[list[Any]]:
    """Return the rows that *statement* has."""
    return connection.run(statement, **parameters) or []


def value(connection: Connection, statement: str, **parameters: Any) -> Any:
    """Return the one value that *statement* has."""
    return rows(connection, statement, **parameters)[0][0]


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Commit what is run inside, or take it back."""
    connection.run("BEGIN")
    try:
        yield
    except FAULTS[1:]:
        raise  # the connection is lost, and the transaction with it
    except BaseException:
        connection.run("ROLLBACK")
        raise
    connection.run("COMMIT")


@contextmanager
def unlogged(connection: Connection) -> Iterator[None]:
    """As `transaction`, of statements with a password: the server logs others that change the schema, and that fail."""
    with transaction(connection):
        connection.run("SET LOCAL log_statement = 'none'")
        connection.run("SET LOCAL log_min_error_statement = 'panic'")
        yield


def message(fault: Exception) -> str:
    """Return what the database says was wrong, without the statement."""
    answer = fault.args[0] if fault.args else None
    return str(answer.get("M")) if isinstance(answer, Mapping) else str(fault) or type(fault).__name__
