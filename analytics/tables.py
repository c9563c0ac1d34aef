"""The tables that questions read, typed, and the SQL of each: a view that takes every event of the archive once."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, TypeAdapter, model_validator

from analytics.quality import Rule

FOLDER: Final = Path(__file__).parent
ARCHIVE: Final = "archive"
"""The table of what Data Firehose lays down, as it is: an event may stand there twice."""


class SqlType(StrEnum):
    """What a column holds, as Athena's queries call it."""

    VARCHAR = "varchar"
    BIGINT = "bigint"

    @property
    def hive(self) -> str:
        """What Glue's catalogue calls it (Amazon Athena User Guide, "Data types in Amazon Athena")."""
        return "string" if self is SqlType.VARCHAR else self.value


class Column(BaseModel):
    """A column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: SqlType
    tells: Annotated[str, Field(min_length=3)]
    """What it says, with its unit."""
    data_class: Literal["internal", "confidential"] = "internal"
    mask: Literal["keep", "token"] | PositiveInt = "keep"
    """What those see who have no purpose with it: the value, a token of it, or the multiple of a number below it."""
    was: str | None = None
    """Its name before, which the lake's tables still have."""

    @model_validator(mode="after")
    def _is_masked(self) -> "Column":
        if self.data_class == "confidential" and self.mask == "keep":
            raise ValueError("a confidential column needs a mask: token, or a number to round down to")
        if (self.mask == "token") is not (self.type is SqlType.VARCHAR) and self.mask != "keep":
            raise ValueError("a token stands for a varchar, a number rounds a bigint")
        return self


class Table(BaseModel):
    """What is served of one type of event."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: str = Field(pattern=r"^[a-z]+\.[a-z]+$")
    """Its type."""
    tells: Annotated[str, Field(min_length=3)]
    columns: Mapping[str, Column]
    """Of its own, each a member of the event's data."""
    most_unfit_share: Annotated[float, Field(ge=0, le=1)] = 0.05
    """Of a day's lines, those that may lack a column; a day with more of them is of another form."""
    quality: tuple[Rule, ...] = ()
    """What its rows must be besides whole (`quality.py`)."""

    @model_validator(mode="after")
    def _asks_of_its_columns(self) -> "Table":
        if unknown := {name for rule in self.quality for name in rule.subjects} - self.all_columns.keys():
            raise ValueError(f"a rule asks {', '.join(sorted(unknown))}, which the table hasn't")
        return self

    @property
    def all_columns(self) -> Mapping[str, Column]:
        """Its own columns after those that every table has."""
        return {**ENVELOPE, OCCURRED: OCCURRED_COLUMN, **self.columns}


HOUR_MS: Final = 3_600_000
ENVELOPE: Final[Mapping[str, Column]] = {
    "stream": Column(type=SqlType.VARCHAR, tells="stream of the event", data_class="confidential", mask="token"),
    "version": Column(type=SqlType.BIGINT, tells="place of the event in its stream"),
    "recorded_ms": Column(type=SqlType.BIGINT, tells="when it was appended, in milliseconds since 1970", mask=HOUR_MS),
}
OCCURRED: Final = "occurred_ms"
OCCURRED_COLUMN: Final = Column(
    type=SqlType.BIGINT, tells="when it happened, as its writer says, in milliseconds since 1970", mask=HOUR_MS
)
"""A member of every event's data: what happened may be appended later."""
ARCHIVED: Final[Mapping[str, Column]] = {
    **ENVELOPE,
    "schema": Column(type=SqlType.BIGINT, tells="version of the data's form"),
    "data": Column(type=SqlType.VARCHAR, tells="what happened, as JSON"),
    "commit_id": Column(type=SqlType.VARCHAR, tells="commit that the event came in"),
    "partition": Column(type=SqlType.BIGINT, tells="in whose order the event is"),
    "position": Column(type=SqlType.BIGINT, tells="in the order of the partition"),
    "epoch": Column(type=SqlType.BIGINT, tells="of the partition's home when it was written"),
}
"""Members of a line of the archive."""
PARTITIONS: Final[Mapping[str, Column]] = {
    "type": Column(type=SqlType.VARCHAR, tells="type of the event"),
    "date": Column(type=SqlType.VARCHAR, tells="day on which it arrived, of UTC, as 2024-02-29"),
}
"""Folders of the archive (`components/data/event_archive.py`)."""
VIEW: Final = """\
SELECT {columns}
FROM (
    SELECT
        {envelope},
        {members},
        ROW_NUMBER() OVER (PARTITION BY stream, version ORDER BY epoch DESC) AS copy
    FROM {archive}
    WHERE type = '{event}'
)
WHERE copy = 1 AND {whole}
"""


def tables(file: Path = FOLDER / "tables.yaml") -> Mapping[str, Table]:
    """Return the tables by name.

    Raises:
        pydantic.ValidationError: *file* isn't of their form.
    """
    return TypeAdapter(dict[str, Table]).validate_python(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))


def view(table: Table) -> str:
    """Return the query that is *table*, in Athena's SQL.

    Of each version of a stream it takes one line, that of the newest epoch: Firehose delivers at least once, and what a
    failover refused may have been appended again (`docs/event-store.md`). What isn't of its column's type is NULL.
    """
    members = {OCCURRED: OCCURRED_COLUMN, **table.columns}
    return VIEW.format(
        columns=", ".join(table.all_columns),
        envelope=", ".join(ENVELOPE),
        members=",\n        ".join(f"{_read(name, column)} AS {name}" for name, column in members.items()),
        archive=ARCHIVE,
        event=table.event,
        whole=" AND ".join(f"{name} IS NOT NULL" for name in members),
    )


def _read(name: str, column: Column) -> str:
    text = f"JSON_EXTRACT_SCALAR(data, '$.{name}')"
    return text if column.type is SqlType.VARCHAR else f"TRY_CAST({text} AS {column.type})"
