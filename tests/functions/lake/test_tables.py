"""What stands in the lake outlives changes of its form, and is read alike by pyiceberg and by DuckDB's own reader."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.table import Table as Iceberg
from pyiceberg.transforms import IdentityTransform
from pyiceberg.types import DateType, IntegerType, LongType, NestedField, StringType

from functions.lake.core import CURATED
from functions.lake.specification import Column
from functions.lake.tables import opened
from tests.analytics.world import World
from tests.conftest import ROOT
from tests.functions.lake.conftest import REGION, Waters
from tests.functions.lake.test_core import DAY, NOON

PYTHON = ROOT / ".venv/iceberg/bin/python"
READER = Path(__file__).with_name("duckdb_reader.py")
WANTED = {
    "customer": Column(type="string", mask="token", was="who"),
    "amount_cents": Column(type="long", mask=1000, was=None),
    "channel": Column(type="string", mask="keep", was=None),
}


def by_duckdb(table: Iceberg, query: str, endpoint: str) -> list[list[Any]]:
    known = {**os.environ, "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": REGION}
    command = [str(PYTHON), str(READER), table.metadata_location, query]
    return json.loads(subprocess.run(command, env=known, capture_output=True, text=True, check=True).stdout)


@pytest.fixture
def older(waters: Waters) -> Iceberg:
    """A table of an older form, with rows: another name, a narrower number, partitions by person."""
    schema = Schema(
        NestedField(1, "who", StringType()),
        NestedField(2, "amount_cents", IntegerType()),
        NestedField(3, "arrived", DateType()),
    )
    people = PartitionSpec(PartitionField(1, 1000, IdentityTransform(), "who"))
    name = (waters.lake.databases[CURATED], "older")
    table = waters.lake.catalog.create_table(
        name, schema, location=f"{waters.lake.locations[CURATED]}/older", partition_spec=people
    )
    table.append(rows({"who": "ann", "amount_cents": 5, "arrived": date(2024, 2, 29)}, table))
    return table


def rows(row: dict[str, Any], table: Iceberg) -> pa.Table:
    return pa.Table.from_pylist([row], table.schema().as_arrow())


def test_columns_are_added_renamed_and_widened_and_old_rows_still_read(
    waters: Waters, older: Iceberg, emulator_endpoint: str
) -> None:
    table = opened(waters.lake.catalog, (waters.lake.databases[CURATED], "older"), WANTED, "")
    new = {"customer": "zoe", "amount_cents": 2**40, "channel": "web", "arrived": date(2024, 3, 1)}
    table.append(rows(new, table))
    assert isinstance(table.schema().find_field("amount_cents").field_type, LongType)
    found = table.scan().to_arrow().sort_by("customer").to_pylist()
    assert found == [{"customer": "ann", "amount_cents": 5, "arrived": date(2024, 2, 29), "channel": None}, new]
    query = "SELECT customer, amount_cents, channel, arrived FROM lake ORDER BY customer"
    assert by_duckdb(table, query, emulator_endpoint) == [
        ["ann", 5, None, "2024-02-29"],
        ["zoe", 2**40, "web", "2024-03-01"],
    ]


def test_partitions_become_days_for_what_is_written_from_then_on(waters: Waters, older: Iceberg) -> None:
    table = opened(waters.lake.catalog, (waters.lake.databases[CURATED], "older"), WANTED, "")
    for day in (1, 2):
        table.append(rows({"customer": "zoe", "arrived": date(2024, 3, day)}, table))
    files = {str(task.file.partition): task.file.spec_id for task in table.scan().plan_files()}
    assert sorted(files.values()) == [0, table.spec().spec_id, table.spec().spec_id]
    [task] = table.scan("arrived = '2024-03-02'").plan_files()
    assert task.file.record_count == 1
    again = opened(waters.lake.catalog, (waters.lake.databases[CURATED], "older"), WANTED, "")
    assert again.metadata_location == table.metadata_location


def test_a_day_that_came_in_many_small_files_is_one_file_with_the_same_rows(
    waters: Waters, tmp_path: Path, emulator_endpoint: str
) -> None:
    world = World()
    world.tell("payments", NOON, customer="ann", amount_cents=1)
    waters.lay(world, tmp_path / "first")
    waters.moved("payments", DAY)
    table = waters.table(CURATED, "payments")
    for version in range(2, 6):
        event = world.tell("payments", NOON, customer="ann", amount_cents=version)
        row = {"stream": "ann", "version": version, "epoch": 2, "arrived": date(2024, 3, 1), **event.data}
        table.append(rows({**row, "recorded_ms": event.recorded_ms}, table))
    before = waters.rows(CURATED, "payments").sort_by("version").to_pylist()
    assert len(list(waters.table(CURATED, "payments").scan().plan_files())) == 5
    waters.lay(world, tmp_path / "whole")
    waters.moved("payments", DAY)
    table = waters.table(CURATED, "payments")
    assert len(list(table.scan().plan_files())) == 1
    assert waters.rows(CURATED, "payments").sort_by("version").to_pylist() == before
    query = "SELECT sum(amount_cents)::BIGINT, count(*) FROM lake"
    assert by_duckdb(table, query, emulator_endpoint) == [[15, 5]]
