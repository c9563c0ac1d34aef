"""Two more opinions on rules: pandera's, and DuckDB's of the DQDL that Glue Data Quality is given.

Glue's own evaluator isn't to be had here. What is asked of its language is read by the grammar of its reference (AWS
Glue Developer Guide, "DQDL reference"): rule types by name, column names in quotes, a comparison, which null fails.
"""

import re
from collections.abc import Sequence
from typing import Final

import duckdb
import pandera.polars as pa
import polars as pl
import pyarrow
from pandera.errors import SchemaError

from functions.lake.specification import Rule

RULESET: Final = re.compile(r'Rules = \[\n((?:    [A-Z][A-Za-z]+(?: "[a-z_]+")*(?: (?:>=|<=) -?\d+)?,?\n)+)\]')
RULE: Final = re.compile(r'([A-Z][A-Za-z]+)((?: "[a-z_]+")*)(?: (>=|<=) (-?\d+))?')


def pandera_breaks(rows: pyarrow.Table, rule: Rule) -> bool:
    """Return whether pandera refuses *rows* by *rule*."""
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    if rule.rule == "rows":
        return _refuses(
            pa.DataFrameSchema(checks=pa.Check(lambda data: data.lazyframe.select(pl.len() >= rule.bound))), frame
        )
    checks = {
        "at_least": lambda: pa.Check.ge(rule.bound),
        "at_most": lambda: pa.Check.le(rule.bound),
        "longest": lambda: pa.Check.str_length(max_value=rule.bound),
    }
    asked = [checks[rule.rule]()] if rule.rule in checks else []
    columns = {name: pa.Column(nullable=False, checks=asked) for name in rule.columns or (rule.column,)}
    return _refuses(pa.DataFrameSchema(columns, unique=list(rule.columns) or None), frame)


def _refuses(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> bool:
    try:
        schema.validate(frame)
    except SchemaError:
        return True
    return False


def duckdb_breaks(rows: pyarrow.Table, ruleset: str) -> Sequence[bool]:
    """Return of each rule of *ruleset*, in its order, whether *rows* break it.

    Raises:
        ValueError: it isn't DQDL, as far as it is read here.
    """
    if not (found := RULESET.fullmatch(ruleset)):
        raise ValueError(ruleset)
    connection = duckdb.connect()
    connection.register("day", rows)
    asked = [RULE.fullmatch(line.strip().removesuffix(",")) for line in found[1].splitlines()]
    return [not (connection.execute(_sql(each)).fetchone() or (False,))[0] for each in asked if each]


def _sql(rule: re.Match[str]) -> str:
    kind, quoted, comparison, bound = rule.groups()
    names = quoted.split()
    held = {
        "RowCount": f"count(*) {comparison} {bound}",
        "IsComplete": f"count(*) = count({', '.join(names)})",
        "IsPrimaryKey": f"count(*) = (SELECT count(*) FROM (SELECT DISTINCT {', '.join(names)} FROM day)) AND "
        + " AND ".join(f"count({name}) = count(*)" for name in names),
        "ColumnValues": f"coalesce(bool_and(coalesce({quoted} {comparison} {bound}, false)), true)",
        "ColumnLength": f"coalesce(bool_and(coalesce(length({quoted}) {comparison} {bound}, false)), true)",
    }
    return f"SELECT {held[kind]} FROM day"
