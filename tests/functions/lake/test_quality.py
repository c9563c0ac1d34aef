"""One set of rules, three opinions: the job's, pandera's, and DuckDB's of what Glue Data Quality is given."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from analytics.quality import Rule as Written
from analytics.tables import SqlType, Table, tables
from analytics.zones import rules, ruleset, told, zone_columns
from functions.lake.quality import broken
from functions.lake.specification import tables as parsed
from tests.functions.lake.verdicts import duckdb_breaks, pandera_breaks

TABLES = tables()
KNOWN = parsed({name: told(table) for name, table in TABLES.items()})
WHOLE = {SqlType.VARCHAR: "ann", SqlType.BIGINT: 1}


def row_of(table: Table, **other: Any) -> dict[str, Any]:
    return {**{name: WHOLE[column.type] for name, column in zone_columns(table).items()}, **other}


def rows_of(table: Table, *rows: dict[str, Any]) -> pa.Table:
    kinds = {SqlType.VARCHAR: pa.string(), SqlType.BIGINT: pa.int64()}
    return pa.Table.from_pylist(
        list(rows), pa.schema([(name, kinds[column.type]) for name, column in zone_columns(table).items()])
    )


def test_whole_rows_break_nothing() -> None:
    for name, table in TABLES.items():
        assert broken(rows_of(table, row_of(table), row_of(table, version=2)), KNOWN[name].rules) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([], "rows"),
        ([{}, {}], "key stream version"),
        ([{"version": 0}], "at_least version"),
        ([{"recorded_ms": -1}], "at_least recorded_ms"),
        ([{"customer": None}], "complete customer"),
        ([{"customer": "é" * 129}], "longest customer"),
        ([{"mrr_cents": 100_000_001}], "at_most mrr_cents"),
    ],
)
def test_one_fault_breaks_the_rule_on_it(rows: list[dict[str, Any]], fault: str) -> None:
    table = TABLES["subscriptions"]
    assert fault in broken(rows_of(table, *(row_of(table, **each) for each in rows)), KNOWN["subscriptions"].rules)


def test_as_many_characters_as_may_be_are_not_too_many() -> None:
    table = TABLES["subscriptions"]
    assert broken(rows_of(table, row_of(table, customer="é" * 128)), KNOWN["subscriptions"].rules) == []


NUMBERS = st.one_of(st.none(), st.sampled_from([-(2**63), -1, 0, 1, 100_000_000, 100_000_001, 2**63 - 1]))
TEXTS = st.one_of(st.none(), st.sampled_from(["", "ann", "x" * 128, "é" * 129, "𐍈" * 128]))


@settings(max_examples=40)
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_all_three_say_the_same_of_the_same_rows(name: str, data: st.DataObject) -> None:
    table = TABLES[name]
    kinds = {SqlType.VARCHAR: TEXTS, SqlType.BIGINT: NUMBERS}
    row = st.fixed_dictionaries({each: kinds[column.type] for each, column in zone_columns(table).items()})
    rows = rows_of(table, *data.draw(st.lists(st.one_of(st.just(row_of(table)), row), max_size=3)))
    ours = [bool(broken(rows, [rule])) for rule in KNOWN[name].rules]
    assert ours == [pandera_breaks(rows, rule) for rule in KNOWN[name].rules]
    assert ours == list(duckdb_breaks(rows, ruleset(table)))


def test_the_rulesets_are_written_for_every_rule() -> None:
    for table in TABLES.values():
        assert ruleset(table).count("\n") == len(rules(table)) + 1


@pytest.mark.parametrize(
    "rule", [{"rule": "rows"}, {"rule": "key", "columns": ["a"]}, {"rule": "complete", "bound": 1}]
)
def test_half_a_rule_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Written.model_validate(rule)
