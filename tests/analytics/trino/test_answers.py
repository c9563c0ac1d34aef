"""Trino, whose SQL Athena speaks, answered each question as DuckDB does: recorded, by `record.py`."""

import json
from datetime import date
from typing import Any

import pytest

from tests.analytics.asked import ASKED
from tests.analytics.lake import Lake, lake
from tests.analytics.random_worlds import world_of
from tests.analytics.trino.record import ANSWERS, SEED, SIZE

RECORDED = json.loads(ANSWERS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asked() -> Lake:
    return lake(world_of(SEED, SIZE))


@pytest.mark.parametrize("name", ASKED)
def test_duckdb_answers_as_trino_did(name: str, asked: Lake) -> None:
    answer = [[plain(value) for value in row.values()] for row in asked.ask(name, **ASKED[name])]
    assert answer == [[plain(value) for value in row] for row in RECORDED[name]]


def plain(value: Any) -> Any:
    """Return *value* to be compared with what JSON holds."""
    if isinstance(value, float):
        return pytest.approx(value)
    return value.isoformat() if isinstance(value, date) else value
