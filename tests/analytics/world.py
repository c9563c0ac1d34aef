"""Events whose right answers are known, and the archive that holds them as Data Firehose leaves it.

What stands in the archive besides the events themselves, and changes no answer: lines that came twice, lines of an
older epoch that a failover refused, and events that lack a member.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import polars as pl

from analytics.tables import ENVELOPE, OCCURRED, SqlType, tables
from functions.event_store.archive import records
from functions.event_store.model import Commit, partition_of

TABLES: Final = tables()
DAY_MS: Final = 86_400_000


def ms(moment: str) -> int:
    """Return *moment* in milliseconds since 1970: ISO 8601, of UTC where it names no offset."""
    told = datetime.fromisoformat(moment)
    return round((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp() * 1000)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event, as it was appended."""

    table: str
    stream: str
    version: int
    recorded_ms: int
    data: Mapping[str, Any]
    epoch: int = 2

    def lines(self) -> bytes:
        """Return it as the event store sends it to Firehose."""
        event = {"type": TABLES[self.table].event, "schema": 1, "data": dict(self.data)}
        commit = Commit(
            stream=self.stream,
            commit_id=f"{self.stream}-{self.version}",
            first=self.version,
            count=1,
            partition=partition_of(self.stream),
            position=self.version,
            epoch=self.epoch,
            recorded_ms=self.recorded_ms,
            events=[event],
            stored_bytes=0,
        )
        return b"".join(records(commit))


@dataclass
class World:
    """What happened."""

    events: list[Event] = field(default_factory=list)
    noise: list[Event] = field(default_factory=list)
    """What stands in the archive and is no event, or no more than one that is there already."""
    versions: dict[str, Iterator[int]] = field(default_factory=lambda: defaultdict(lambda: count(1)))

    def tell(
        self, table: str, at: str | int, *, recorded_at: str | int | None = None, stream: str = "", **data: Any
    ) -> Event:
        """Append to *stream* that something happened *at* a moment; return the event."""
        occurred_ms = ms(at) if isinstance(at, str) else at
        recorded = occurred_ms if recorded_at is None else recorded_at
        named = stream or str(data.get("customer") or data["order_id"])
        event = Event(
            table=table,
            stream=named,
            version=next(self.versions[named]),
            recorded_ms=ms(recorded) if isinstance(recorded, str) else recorded,
            data={OCCURRED: occurred_ms, **data},
        )
        self.events.append(event)
        return event

    def frame(self, table: str) -> pl.DataFrame:
        """Return the events of *table*, each once."""
        kinds = {
            name: pl.String if column.type is SqlType.VARCHAR else pl.Int64
            for name, column in TABLES[table].all_columns.items()
        }
        rows = [
            {**{name: getattr(event, name) for name in ENVELOPE}, **event.data}
            for event in self.events
            if event.table == table
        ]
        return pl.DataFrame(rows, schema=kinds)

    def archive(self, folder: Path) -> None:
        """Lay everything down under *folder*, by type and by the day on which it was appended."""
        files: dict[Path, list[bytes]] = defaultdict(list)
        for event in [*self.events, *self.noise]:
            day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=event.recorded_ms)
            kept = folder / "events" / f"type={TABLES[event.table].event}" / f"date={day:%Y-%m-%d}"
            files[kept].append(event.lines())
        for kept, lines in files.items():
            kept.mkdir(parents=True)
            (kept / "delivery.gz").write_bytes(gzip.compress(b"".join(lines), compresslevel=1))
