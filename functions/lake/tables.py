"""Tables of Apache Iceberg: made, and their schema and partitions brought to what they are to be.

A column that is new is added, one that was called otherwise is renamed, and one that became wider is widened; what
stands in the files isn't touched (Apache Iceberg Table Spec, "Schema Evolution", "Partition Evolution"). Columns aren't
taken away: a reader may still ask for them.
"""

from collections.abc import Mapping
from typing import Final

from pyiceberg.catalog import Catalog
from pyiceberg.schema import Schema
from pyiceberg.table import Table
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DateType, LongType, NestedField, PrimitiveType, StringType

from functions.lake.specification import Column

ARRIVED: Final = "arrived"
"""The day on which an event was laid down: what tables are partitioned by."""
TYPES: Final[Mapping[str, PrimitiveType]] = {"string": StringType(), "long": LongType()}


def opened(catalog: Catalog, name: tuple[str, str], columns: Mapping[str, Column], location: str) -> Table:
    """Return the table called *name*, made at *location* if it isn't there, with *columns* and its partitions."""
    if not catalog.table_exists(name):
        catalog.create_table(name, _schema(columns), location=location)
    table = catalog.load_table(name)
    _evolve_columns(table, columns)
    _evolve_partitions(table)
    if table.current_snapshot() is None:
        table.append(table.schema().as_arrow().empty_table())  # there is no branch before there is a snapshot
    return table


def _schema(columns: Mapping[str, Column]) -> Schema:
    fields = [(name, TYPES[column.type]) for name, column in columns.items()]
    return Schema(
        *(NestedField(at, each, kind) for at, (each, kind) in enumerate([*fields, (ARRIVED, DateType())], start=1))
    )


def _evolve_columns(table: Table, columns: Mapping[str, Column]) -> None:
    there = {field.name: field.field_type for field in table.schema().fields}
    with table.update_schema() as update:
        for name, column in columns.items():
            wanted, old = TYPES[column.type], column.was if column.was in there and name not in there else name
            if old not in there:
                update.add_column(name, wanted)
                continue
            if there[old] != wanted:
                update.update_column(old, wanted)
            if old != name:
                update.rename_column(old, name)


def _evolve_partitions(table: Table) -> None:
    fields = table.spec().fields
    day = table.schema().find_field(ARRIVED).field_id
    if [(field.source_id, field.transform) for field in fields] == [(day, IdentityTransform())]:
        return
    with table.update_spec() as update:
        for field in fields:
            update.remove_field(field.name)
        update.add_identity(ARRIVED)
