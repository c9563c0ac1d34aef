"""DuckDB in Athena's place: it reads the archive's files, and the same views and questions, translated by sqlglot.

Athena isn't asked. What stands between its SQL and DuckDB's is sqlglot and the three functions of `MACROS`.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
from sqlglot import ErrorLevel, exp, parse_one

from analytics.questions import Question, questions
from analytics.tables import ARCHIVE, ARCHIVED, PARTITIONS, tables, view
from tests.analytics.world import World

MACROS: Final = (
    "CREATE MACRO at_timezone(moment, zone) AS moment AT TIME ZONE zone",
    # Trino answers scalars alone, and NULL where a member is an object, as a sealed one is; DuckDB would tell its JSON.
    """CREATE MACRO json_scalar(document, path) AS
       CASE WHEN json_type(document, path) IN ('OBJECT', 'ARRAY') THEN NULL ELSE document ->> path END""",
)
QUESTIONS: Final[Mapping[str, Question]] = questions()
"""All of them."""


def parsed(sql: str) -> exp.Expr:
    """Return *sql* as sqlglot reads Athena's dialect.

    Raises:
        sqlglot.errors.ParseError: it isn't of it.
    """
    return parse_one(sql, read="athena", error_level=ErrorLevel.RAISE)


@cache
def translated(sql: str) -> str:
    """Return *sql*, of Athena's dialect, in DuckDB's."""

    def scalar(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.JSONExtractScalar):
            path = node.expression.sql("athena")
            return exp.Anonymous(this="json_scalar", expressions=[node.this, parse_one(path)])
        return node

    return parsed(sql).transform(scalar).sql("duckdb")


@dataclass(frozen=True)
class Lake:
    """The served tables of a world."""

    connection: duckdb.DuckDBPyConnection

    def ask(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """Return the answer to a question, a row a dict."""
        question = QUESTIONS[name]
        given = [parameters.pop(each) for each in question.parameters]
        assert not parameters, f"{name} takes no {', '.join(parameters)}"
        answered = self.connection.execute(translated(question.sql), given)
        names = [column[0] for column in answered.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answered.fetchall()]


def empty() -> duckdb.DuckDBPyConnection:
    """Return a database with the archive's table, empty, and the views over it."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET TimeZone = 'Pacific/Apia'")  # no answer hangs on where the session is
    for macro in MACROS:
        connection.execute(macro)
    columns = ", ".join(f'"{name}" {column.type}' for name, column in {**ARCHIVED, **PARTITIONS}.items())
    connection.execute(f"CREATE TABLE {ARCHIVE} ({columns})")
    for name, table in tables().items():
        connection.execute(f"CREATE VIEW {name} AS {translated(view(table))}")
    return connection


def lake(world: World) -> Lake:
    """Return the lake of *world*, read from files as they stand in the archive."""
    connection = empty()
    kinds = {name: "JSON" if name == "data" else column.type.value for name, column in ARCHIVED.items()}
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
    with tempfile.TemporaryDirectory() as folder:
        world.archive(Path(folder))
        if world.events or world.noise:
            connection.execute(
                f"INSERT INTO {ARCHIVE} BY NAME SELECT * FROM read_json("
                f"'{folder}/events/*/*/*.gz', format = 'newline_delimited', columns = {{{columns}}},"
                "hive_partitioning = true, hive_types = {'type': VARCHAR, 'date': VARCHAR})"
            )
    return Lake(connection)
