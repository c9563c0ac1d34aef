"""What the lake's job is told of each table: its columns with their masks, and the rules that a day of it must pass.

Three zones: raw is the archive of events as it is (`tables.py`), curated has each event once and typed, served has the
same with its columns masked, for those who have no purpose with the rest. `functions/lake` reads what is told here.
"""

from collections.abc import Mapping
from typing import Any, Final

from analytics.quality import STANDING, Rule, dqdl
from analytics.tables import Column, SqlType, Table

EPOCH: Final = Column(type=SqlType.BIGINT, tells="of the partition's home when it was written")
"""By which, of two lines of one version, the newer is told; curated tables keep it."""
ARRIVED: Final = "arrived"
"""The day in UTC on which Firehose laid an event down: by it curated and served tables are partitioned."""
ICEBERG_TYPES: Final[Mapping[SqlType, str]] = {SqlType.VARCHAR: "string", SqlType.BIGINT: "long"}
"""Apache Iceberg Table Spec, "Primitive Types"."""


def zone_columns(table: Table) -> Mapping[str, Column]:
    """Return the columns of *table*'s curated and served tables, without the day on which events arrived."""
    return {**table.all_columns, "epoch": EPOCH}


def rules(table: Table) -> tuple[Rule, ...]:
    """Return what every day of *table* must pass: its own rules after those of all tables."""
    complete = (Rule(rule="complete", column=name) for name in table.all_columns)
    return (*STANDING, *complete, *table.quality)


def told(table: Table) -> dict[str, Any]:
    """Return what the job is told of *table*, as JSON has it."""
    return {
        "event": table.event,
        "columns": {
            name: {"type": ICEBERG_TYPES[column.type], "mask": column.mask, "was": column.was}
            for name, column in zone_columns(table).items()
        },
        "rules": [rule.model_dump(exclude_none=True) for rule in rules(table)],
        "most_unfit_share": table.most_unfit_share,
    }


def ruleset(table: Table) -> str:
    """Return the same rules for Glue Data Quality."""
    return dqdl(rules(table))
