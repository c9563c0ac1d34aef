"""Brings the schema of all shards up to date: the files of `schema/`, in the order of their numbers.

A migration and the note that it was applied are one transaction, so that each shard has all of it or nothing. Shards
follow one another, and the first that fails ends it: what is wrong with one is mostly wrong with all. Run again, it
goes on where it ended.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pg8000.native import Connection

from functions.rebalancer.database import FAULTS, message, rows, transaction
from functions.rebalancer.errors import MigrationError

SCHEMA = Path(__file__).parent / "schema"
LOCK = 0x67726F6F74
"""Number of the advisory lock that one migrating process holds at a time."""
NOTES = """
CREATE SCHEMA IF NOT EXISTS groot;
CREATE TABLE IF NOT EXISTS groot.migrations (
    number int PRIMARY KEY, name text NOT NULL, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
)
"""


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One change of the schema."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """Of its text: what has been applied doesn't change any more."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def known(folder: Path = SCHEMA) -> tuple[Migration, ...]:
    """Return the migrations that there are, such as `0001_records.sql`, in order."""
    return tuple(
        Migration(number=int(file.stem[:4]), name=file.stem, sql=file.read_text())
        for file in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    )


def migrate(
    labels: Iterable[str], connect: Callable[[str], Connection], migrations: Sequence[Migration]
) -> Mapping[str, Sequence[str]]:
    """Apply what each shard lacks, and return the names of that by shard.

    Raises:
        MigrationError: a shard failed. It says which, at what, which ones are up to date and which weren't reached.
    """
    waiting = sorted(set(labels))
    found: dict[str, Sequence[str]] = {}
    for place, label in enumerate(waiting):
        try:
            found[label] = _migrate_shard(label, connect, migrations)
        except MigrationError as fault:
            done = ", ".join(found) or "none"
            rest = ", ".join(waiting[place + 1 :]) or "none"
            raise MigrationError(f"{fault}; up to date: {done}; not reached: {rest}; mend it and run again") from None
    return found


def applied(connection: Connection) -> Sequence[Sequence[object]]:
    """Return what has been applied to a shard: two are alike if this is."""
    return rows(connection, "SELECT number, digest FROM groot.migrations ORDER BY number")


def _migrate_shard(label: str, connect: Callable[[str], Connection], migrations: Sequence[Migration]) -> Sequence[str]:
    found: list[str] = []
    try:
        connection = connect(label)
    except FAULTS as fault:
        raise MigrationError(f"{label} can't be reached: {message(fault)}") from None
    with connection:
        for migration in migrations:
            try:
                if _apply(connection, migration):
                    found.append(migration.name)
            except FAULTS as fault:
                before = f", after {', '.join(found)}" if found else ""
                raise MigrationError(f"{label} failed at {migration.name}{before}: {message(fault)}") from None
            except MigrationError as fault:
                raise MigrationError(f"{label}: {fault}") from None
    return tuple(found)


def _apply(connection: Connection, migration: Migration) -> bool:
    with transaction(connection):
        connection.run(f"SELECT pg_advisory_xact_lock({LOCK})")
        connection.run(NOTES)
        noted = rows(connection, "SELECT digest FROM groot.migrations WHERE number = :number", number=migration.number)
        if noted:
            if noted != [[migration.digest]]:
                raise MigrationError(f"{migration.name} was applied with another text: add a migration instead")
            return False
        connection.run(migration.sql)
        connection.run(
            "INSERT INTO groot.migrations (number, name, digest) VALUES (:number, :name, :digest)",
            number=migration.number,
            name=migration.name,
            digest=migration.digest,
        )
    return True
