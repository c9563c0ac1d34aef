"""What a query's columns are made of: against answers known by hand, and against what changes when a value does."""

import duckdb
import pytest

from analytics.questions import questions
from analytics.tables import ARCHIVED, PARTITIONS, tables
from ops.lineage.columns import read
from tests.analytics.lake import translated

SCHEMA = {
    name: {column: str(each.type) for column, each in table.all_columns.items()} for name, table in tables().items()
}
T = {"a": {"id": "bigint", "x": "bigint", "y": "bigint"}, "b": {"id": "bigint", "z": "bigint"}}


@pytest.mark.parametrize(
    ("sql", "columns", "decides"),
    [
        ("SELECT x AS v FROM a WHERE y > 0", {"v": {("a", "x")}}, {("a", "x"), ("a", "y")}),
        ("SELECT x + z AS v FROM a JOIN b USING (id)", {"v": {("a", "x"), ("b", "z")}}, {("a", "id"), ("b", "id")}),
        ("WITH c AS (SELECT y AS k FROM a) SELECT k AS v, 1 AS w FROM c", {"v": {("a", "y")}, "w": set()}, set()),
        ("SELECT SUM(x) OVER (PARTITION BY y) AS v FROM a", {"v": {("a", "x"), ("a", "y")}}, set()),
        ("SELECT x AS v FROM a UNION ALL SELECT z FROM b", {"v": {("a", "x"), ("b", "z")}}, set()),
        ("SELECT COUNT(*) AS v FROM a WHERE id = 1", {"v": set()}, {("a", "id")}),
    ],
)
def test_values_come_from_columns_and_rows_hang_on_them(
    sql: str, columns: dict[str, set[tuple[str, str]]], decides: set[tuple[str, str]]
) -> None:
    found = read(sql, T)
    assert {name: {*each} for name, each in found.columns.items()} == columns
    assert decides <= found.decides


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_hangs_on_what_duckdb_reads_and_on_nothing_else(name: str) -> None:
    """A second opinion: a table without any one of these columns can't be asked, and no other column is missed."""
    question = questions()[name]
    found = read(question.sql, {**SCHEMA, "archive": _archive()})
    assert list(found.columns) == list(question.answer)
    needed = {table: {column for each, column in found.decides if each == table} for table, _ in found.decides}
    assert _binds(question.sql, needed)
    table, column = max(found.decides)
    assert not _binds(question.sql, {**needed, table: needed[table] - {column}})


def _archive() -> dict[str, str]:
    return {column: str(each.type) for column, each in {**ARCHIVED, **PARTITIONS}.items()}


def _binds(sql: str, tables: dict[str, set[str]]) -> bool:
    types = {**SCHEMA, "archive": _archive()}
    with duckdb.connect() as connection:
        connection.execute("CREATE MACRO at_timezone(moment, zone) AS moment AT TIME ZONE zone")
        for table, columns in tables.items():
            listed = ", ".join(f'"{each}" {types[table][each]}' for each in sorted(columns)) or "nothing INTEGER"
            connection.execute(f"CREATE TABLE {table} ({listed})")
        try:
            connection.execute(f"PREPARE asked AS {translated(sql)}")
        except duckdb.BinderException:
            return False
    return True
