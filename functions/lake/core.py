"""Takes a day of one table from the archive to those who read it: written aside, audited, and only then published.

The day is written into the branch `audit`, which no reader of the table's main branch sees, read back from there and
held to the rules. Only if it breaks none does main follow; the served table, masked, comes after it. A day that is
asked for again is written anew as a whole, so that hourly calls leave no small files behind; one whose files in the
archive are as they were is left alone.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.expressions import BooleanExpression
from pyiceberg.table import Table as Iceberg

from functions.lake import filters
from functions.lake.errors import TooMuchError
from functions.lake.masks import masked
from functions.lake.quality import broken
from functions.lake.raw import lines, row
from functions.lake.specification import Table
from functions.lake.tables import ARRIVED, opened

AUDIT: Final = "audit"
"""Branch of a day that isn't published yet."""
CURATED: Final = "curated"
SERVED: Final = "served"
MOST_ROWS: Final = 2_000_000
"""Of a day of a table, which is held in memory while it is audited."""
ARCHIVE_DIGEST: Final = "groot.archive"
"""Property of a snapshot: digest of the files of the archive that it was made of."""


class Archive(Protocol):
    """Files of the archive."""

    def files(self, event: str, day: date) -> Mapping[str, str]:
        """Return what each file of a day is known by, such as a digest, by name."""
        ...

    def content(self, name: str) -> Iterable[bytes]:
        """Return a file in pieces."""
        ...


@dataclass(frozen=True)
class Moved:
    """What became of a day."""

    rows: int
    unfit: int
    """Lines that aren't events of the table."""
    broken: list[str]
    """Rules that keep the day from being read; empty where it is."""
    newest_ms: int | None
    """When its last event was recorded."""


@dataclass(frozen=True)
class Lake:
    """The zones, and what fills them."""

    archive: Archive
    catalog: Catalog
    databases: Mapping[str, str]
    """Of Glue, by zone."""
    locations: Mapping[str, str]
    """Where each zone's tables lie."""
    key: bytes
    """That tokens come of."""

    def moved(self, name: str, told: Table, day: date) -> Moved | None:
        """Bring *day* of table *name* to those who read it; None where it stands there already.

        Raises:
            TooMuchError: the day has more rows than a call can hold.
        """
        found = self.archive.files(told.event, day)
        digest = hashlib.sha256(f"{told.model_dump_json()}{sorted(found.items())}".encode()).hexdigest()
        if not found:
            return None
        curated, served = (self._opened(zone, name, told) for zone in (CURATED, SERVED))
        last = served.current_snapshot()
        if last and last.summary and last.summary.additional_properties.get(ARCHIVE_DIGEST) == digest:
            return None
        rows, unfit = self._read(told, day, sorted(found))
        rows, superseded = _once(curated, rows, day)
        share = unfit / max(1, rows.num_rows + unfit)
        faults = ["whole"] if share > told.most_unfit_share else []
        written = _aside(curated, rows, day, _filter(superseded), {})
        faults += broken(written, told.rules)
        newest = max(written["recorded_ms"].to_pylist(), default=None)
        if not faults:
            _publish(curated)
            hidden = masked(written, told.columns, self.key)
            gone = _filter(masked(superseded, told.columns, self.key))
            _aside(served, hidden, day, gone, {ARCHIVE_DIGEST: digest})
            _publish(served)
        return Moved(rows=written.num_rows, unfit=unfit, broken=faults, newest_ms=newest)

    def aged(self, name: str, first: date) -> None:
        """Take the days before *first* out of table *name*, in every zone."""
        for database in self.databases.values():
            if self.catalog.table_exists((database, name)):
                table = self.catalog.load_table((database, name))
                if next(iter(table.scan(filters.before(first), limit=1).plan_files()), None):
                    table.delete(filters.before(first))

    def _opened(self, zone: str, name: str, told: Table) -> Iceberg:
        location = f"{self.locations[zone]}/{name}"
        return opened(self.catalog, (self.databases[zone], name), told.columns, location)

    def _read(self, told: Table, day: date, files: Iterable[str]) -> tuple[pa.Table, int]:
        """Return the events of *day*, each once and in its newest epoch, and how many lines are none."""
        kept: dict[tuple[str, int], dict[str, Any]] = {}
        unfit = 0
        for line in (line for name in files for line in lines(self.archive.content(name))):
            found = row(line, told.columns)
            if found is None:
                unfit += 1
                continue
            at = (found["stream"], found["version"])
            if at not in kept or kept[at]["epoch"] < found["epoch"]:
                kept[at] = found
            if len(kept) > MOST_ROWS:
                raise TooMuchError(
                    f"{told.event} on {day}: more than {MOST_ROWS} events; raise the job's memory and this"
                )
        kinds = {"string": pa.string(), "long": pa.int64()}
        schema = pa.schema([(name, kinds[column.type]) for name, column in told.columns.items()])
        rows = pa.Table.from_pylist(list(kept.values()), schema=schema)
        return rows.append_column(ARRIVED, pa.array([day] * rows.num_rows, pa.date32())), unfit


def _once(curated: Iceberg, rows: pa.Table, day: date) -> tuple[pa.Table, pa.Table]:
    """Return *rows* without those that stand on another day, and what stands there in an older epoch than here."""
    fields = ("stream", "version", "epoch")
    there = {
        (each["stream"], each["version"]): each["epoch"]
        for each in curated.scan(filters.around(day), selected_fields=fields).to_arrow().to_pylist()
    }
    keys = rows.select(fields).to_pylist()
    known = [there.get((each["stream"], each["version"])) for each in keys]
    fresh = [old is None or old < each["epoch"] for old, each in zip(known, keys, strict=True)]
    older = [old is not None and new for old, new in zip(known, fresh, strict=True)]
    return rows.filter(pa.array(fresh, pa.bool_())), rows.filter(pa.array(older, pa.bool_()))


def _filter(superseded: pa.Table) -> BooleanExpression | None:
    return filters.events((each["stream"], each["version"]) for each in superseded.to_pylist())


def _aside(
    table: Iceberg, rows: pa.Table, day: date, superseded: BooleanExpression | None, properties: dict[str, str]
) -> pa.Table:
    """Write *rows* as *day* into the branch that nobody reads, begun from main anew; return them as they lie there."""
    if AUDIT in table.refs():
        table.manage_snapshots().remove_branch(AUDIT).commit()
    table.manage_snapshots().create_branch(table.metadata.current_snapshot_id or 0, AUDIT).commit()
    with table.transaction() as write:
        if superseded is not None:
            write.delete(superseded, branch=AUDIT)
        write.overwrite(rows, filters.on(day), properties, branch=AUDIT)
    return table.scan(filters.on(day)).use_ref(AUDIT).to_arrow()


def _publish(table: Iceberg) -> None:
    """Have main follow the branch."""
    table.manage_snapshots().set_current_snapshot(ref_name=AUDIT).remove_branch(AUDIT).commit()
