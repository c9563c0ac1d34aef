"""The record in its table: whole, and written by one of those who read the same."""

from dataclasses import replace
from typing import Any

import pytest

from functions.lockstep.core import Phase, Record, Region
from functions.lockstep.errors import OvertakenError, RecordError
from functions.lockstep.record import Held, RecordTable
from tests.functions.lockstep.conftest import TABLE

RECORD = Record(
    release=7,
    gates=3,
    step=2,
    since=12.5,
    regions={"a": Region(seen=1.25, reached=2), "b": Region(seen=2.0, settled=True)},
)


def test_it_is_read_as_it_was_written(table: RecordTable) -> None:
    assert table.read() == Held(None, 0)
    table.write(RECORD, table.read())
    assert table.read() == Held(RECORD, 1)
    sealed = replace(RECORD, phase=Phase.SEALED)
    table.write(sealed, table.read())
    assert table.read() == Held(sealed, 2)


def test_of_two_who_read_the_same_one_writes(table: RecordTable) -> None:
    for _ in range(2):
        before = table.read()
        table.write(RECORD, before)
        with pytest.raises(OvertakenError):
            table.write(replace(RECORD, step=3), before)
        assert table.read().record == RECORD


def test_workloads_have_records_of_their_own(table: RecordTable, client: Any) -> None:
    table.write(RECORD, table.read())
    assert RecordTable(client, TABLE, "other").read().record is None


def test_what_is_no_record_and_no_table_is_told(client: Any) -> None:
    client.put_item(TableName=TABLE, Item={"workload": {"S": "api"}, "version": {"N": "1"}, "record": {"S": "{}"}})
    with pytest.raises(RecordError, match="record holds a malformed record of api: KeyError"):
        RecordTable(client, TABLE, "api").read()
    with pytest.raises(RecordError, match=r"elsewhere doesn't answer: .*ResourceNotFound"):
        RecordTable(client, "elsewhere", "api").read()
