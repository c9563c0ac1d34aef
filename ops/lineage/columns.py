"""What each column that a query answers is made of, and what else decides which rows it answers; by sqlglot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlglot import exp, parse_one
from sqlglot.lineage import lineage
from sqlglot.optimizer import build_scope
from sqlglot.optimizer.qualify import qualify

DIALECT: Final = "athena"
Schema = Mapping[str, Mapping[str, str]]
"""Tables, each with its columns and their types."""
Column = tuple[str, str]
"""A table's name, and one of its columns."""


@dataclass(frozen=True)
class Query:
    """What a query takes from where."""

    columns: Mapping[str, frozenset[Column]]
    """By column of the answer, in order: what its values are made of; empty where it counts rows or is a constant."""
    decides: frozenset[Column]
    """Every column that the query reads, of which its rows hang: by filters, joins, groups and order too."""


def read(sql: str, schema: Schema) -> Query:
    """Return what *sql*, a query over the tables of *schema*, takes from where.

    Raises:
        sqlglot.errors.SqlglotError: it isn't SQL of Athena's, or names a column that no table has.
    """
    query = qualify(parse_one(sql, read=DIALECT), dialect=DIALECT, schema={**schema}, identify=False)
    scope = build_scope(query)
    assert isinstance(query, exp.Query)  # noqa: S101 - a table or a statement would have been refused
    columns = {
        name: frozenset(
            _leaves(lineage(name, query, scope=scope, dialect=DIALECT, schema={**schema}, copy=False).walk())
        )
        for name in query.named_selects
    }
    return Query(columns, frozenset(_touched(query, schema)))


def _leaves(nodes: Iterator[object]) -> Iterator[Column]:
    for node in nodes:
        table = getattr(node, "expression", None)
        if isinstance(table, exp.Table):
            yield table.name, str(getattr(node, "name", "")).rpartition(".")[2]


def _touched(query: exp.Query, schema: Schema) -> Iterator[Column]:
    scope = build_scope(query)
    for inner in scope.traverse() if scope else ():
        for column in inner.columns:
            source = inner.sources.get(column.table)
            if isinstance(source, exp.Table) and column.name in schema.get(source.name, {}):
                yield source.name, column.name
