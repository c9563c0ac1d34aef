"""The job as it is run: by its environment, for each table by itself, telling CloudWatch how much and how fresh."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from analytics.tables import tables
from analytics.zones import told
from functions.lake.core import CURATED, SERVED
from functions.lake.errors import MalformedError
from functions.lake.job import main
from functions.lake.specification import tables as parsed
from functions.lake.wiring import TABLES
from tests.analytics.world import World
from tests.functions.lake.conftest import REGION, Waters
from tests.functions.lake.test_core import DAY, NOON


@pytest.fixture
def clients(waters: Waters, emulator_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Clients of the emulator, in whose environment the job finds the lake."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator_endpoint)
    monkeypatch.setenv("AWS_REGION", REGION)
    made = {name: boto3.client(name, region_name=REGION) for name in ("kms", "cloudwatch")}
    key = made["kms"].create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"]
    monkeypatch.setenv("TOKEN_KEY", key)
    monkeypatch.setenv("ARCHIVE", waters.bucket)
    monkeypatch.setenv("METRICS", waters.bucket)
    monkeypatch.setenv("KEPT_DAYS", "36500")
    for zone in (CURATED, SERVED):
        monkeypatch.setenv(f"{zone.upper()}_DATABASE", waters.lake.databases[zone])
        monkeypatch.setenv(f"{zone.upper()}_BUCKET", waters.lake.locations[zone].removeprefix("s3://"))
    known = {name: told(tables()[name]) for name in ("orders", "payments")}
    bucket = waters.lake.locations[CURATED].removeprefix("s3://")
    waters.s3.put_object(Bucket=bucket, Key=TABLES, Body=json.dumps(known))
    return made


def test_a_table_that_is_stopped_stops_no_other_and_is_counted(
    waters: Waters, clients: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World()
    world.tell("orders", NOON, customer="ann planted", order_id="1", amount_cents=-5)
    world.tell("payments", NOON, customer="ann planted", amount_cents=5)
    waters.lay(world, tmp_path)
    assert main([DAY]) == 1
    assert waters.rows(CURATED, "orders").num_rows == 0
    assert waters.rows(SERVED, "payments").num_rows == 1
    told_of = clients["cloudwatch"].list_metrics(Namespace=waters.bucket)["Metrics"]
    assert {each["MetricName"] for each in told_of} == {"Stopped", "Rows", "Unfit", "AgeSeconds"}
    assert "planted" not in capsys.readouterr().out


def test_it_says_which_day_it_expects() -> None:
    with pytest.raises(MalformedError, match="day: expected one such as 2026-12-31"):
        main(["yesterday"])


def test_what_it_is_told_of_tables_is_held_to_its_form() -> None:
    with pytest.raises(MalformedError, match=r"tables: orders\.columns: Field required"):
        parsed({"orders": {"event": "order.placed", "rules": [], "most_unfit_share": 0}})
