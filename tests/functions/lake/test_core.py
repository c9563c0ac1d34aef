"""A day goes from the archive to its readers once it has passed: what it then is, and what becomes of a bad one."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from functions.anonymizer.tokens import Pseudonyms
from functions.lake import core
from functions.lake.core import AUDIT, CURATED, SERVED
from functions.lake.errors import TooMuchError
from functions.lake.masks import token
from tests.analytics.lake import lake as asked
from tests.analytics.random_worlds import refused, world_of
from tests.analytics.world import TABLES, Event, World
from tests.functions.lake.conftest import KEY, Waters, day_of

DAY = "2024-03-01"
NOON = f"{DAY}T12:00"


def paid(world: World, count: int, customer: str = "ann", at: str = NOON) -> list[Event]:
    return [world.tell("payments", at, customer=customer, amount_cents=1_234 + each) for each in range(count)]


def test_curated_tables_hold_what_the_views_over_the_archive_serve(waters: Waters, tmp_path: Path) -> None:
    world = world_of(seed=7, size=60)
    days = waters.lay(world, tmp_path)
    waters.known = {"payments": waters.known["payments"].model_copy(update={"most_unfit_share": 1.0})}
    for day in sorted(days):
        waters.moved("payments", day)
    columns = list(TABLES["payments"].all_columns)
    served = asked(world).connection.execute(f"SELECT {', '.join(columns)} FROM payments").fetchall()
    rows = waters.rows(CURATED, "payments")
    assert sorted(zip(*(rows[each].to_pylist() for each in columns), strict=True)) == sorted(served)
    assert rows.num_rows == waters.rows(SERVED, "payments").num_rows > 5


def test_a_served_table_shows_tokens_and_bands_and_no_planted_value(waters: Waters, tmp_path: Path) -> None:
    world = World()
    event = world.tell("payments", "2024-03-01T12:34:56", customer="Ann Planted", amount_cents=-1_234)
    waters.lay(world, tmp_path)
    waters.moved("payments", DAY)
    [row] = waters.rows(SERVED, "payments").to_pylist()
    assert row["customer"] == Pseudonyms(KEY).token("customer", "Ann Planted")
    assert row["stream"] == token("stream", event.stream, KEY)
    assert (row["amount_cents"], row["recorded_ms"] % 3_600_000) == (-2_000, 0)
    bucket = waters.lake.locations[SERVED].removeprefix("s3://")
    for each in waters.s3.list_objects_v2(Bucket=bucket)["Contents"]:
        content = waters.s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
        assert b"Planted" not in content


def test_a_day_that_breaks_a_rule_is_not_read_and_the_one_before_it_still_is(waters: Waters, tmp_path: Path) -> None:
    world = World()
    world.tell("orders", NOON, customer="ann", order_id="1", amount_cents=5)
    waters.lay(world, tmp_path / "good")
    waters.moved("orders", DAY)
    before = waters.rows(CURATED, "orders")
    world.tell("orders", NOON, customer="ann", order_id="2", amount_cents=-5)
    waters.lay(world, tmp_path / "bad")
    moved = waters.moved("orders", DAY)
    assert moved
    assert moved.broken == ["at_least amount_cents"]
    assert waters.rows(CURATED, "orders").equals(before)
    assert waters.rows(SERVED, "orders").num_rows == 1
    curated = waters.table(CURATED, "orders")
    assert curated.scan().use_ref(AUDIT).to_arrow().num_rows == 2  # those who mend it find it there


def test_a_mended_day_is_published(waters: Waters, tmp_path: Path) -> None:
    world = World()
    world.tell("orders", NOON, customer="ann", order_id="2", amount_cents=-5)
    waters.lay(world, tmp_path / "bad")
    assert waters.moved("orders", DAY)
    mended = World()
    mended.tell("orders", NOON, customer="ann", order_id="2", amount_cents=5)
    waters.lay(mended, tmp_path / "mended")
    waters.moved("orders", DAY)
    assert waters.rows(CURATED, "orders")["amount_cents"].to_pylist() == [5]
    assert AUDIT not in waters.table(CURATED, "orders").refs()


def test_a_day_of_another_form_is_stopped(waters: Waters, tmp_path: Path) -> None:
    world = World()
    paid(world, 9)
    world.noise += [Event(**{**vars(event), "version": 100, "data": {"kunde": "ann"}}) for event in world.events[:1]]
    waters.lay(world, tmp_path)
    moved = waters.moved("payments", DAY)
    assert moved
    assert (moved.unfit, moved.broken) == (1, ["whole"])
    assert waters.rows(CURATED, "payments").num_rows == 0


def test_a_day_as_it_was_is_left_alone_and_a_fuller_one_written_anew(waters: Waters, tmp_path: Path) -> None:
    world = World()
    paid(world, 3)
    waters.lay(world, tmp_path / "first")
    assert waters.moved("payments", DAY)
    assert waters.moved("payments", DAY) is None
    paid(world, 2)
    waters.lay(world, tmp_path / "second")
    assert waters.moved("payments", DAY)
    assert waters.rows(CURATED, "payments").num_rows == 5


@pytest.mark.parametrize("days", [(DAY, "2024-03-02"), ("2024-03-02", DAY)])
def test_an_event_that_came_again_on_another_day_stands_once_in_its_newest_epoch(
    waters: Waters, tmp_path: Path, days: tuple[str, str]
) -> None:
    [event] = paid(World(), 1)
    other = World().tell("payments", NOON, customer="zoe", amount_cents=1)
    waters.put("payments", "2024-03-02", _packed(World(noise=[event]), tmp_path / "new"))
    waters.put("payments", DAY, _packed(World(noise=[refused(event), other]), tmp_path / "old"))
    for day in days:
        waters.moved("payments", day)
    rows = waters.rows(CURATED, "payments")
    assert dict(zip(rows["customer"].to_pylist(), rows["arrived"].to_pylist(), strict=True)) == {
        "ann": date(2024, 3, 2),
        "zoe": date(2024, 3, 1),
    }
    assert waters.rows(SERVED, "payments").num_rows == 2


def test_a_day_with_more_rows_than_memory_holds_says_so(
    waters: Waters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core, "MOST_ROWS", 2)
    world = World()
    paid(world, 3)
    waters.lay(world, tmp_path)
    with pytest.raises(TooMuchError, match=r"payment\.settled on 2024-03-01: more than 2 events"):
        waters.moved("payments", DAY)


def test_a_name_that_is_an_expression_finds_nothing_else(waters: Waters, tmp_path: Path) -> None:
    hostile = "x' or stream is not null --"
    world = World()
    [other, event] = [*paid(world, 1), *paid(world, 1, hostile)]
    waters.put("payments", DAY, _packed(World(noise=[other, refused(event)]), tmp_path / "old"))
    waters.put("payments", "2024-03-02", _packed(World(noise=[event]), tmp_path / "new"))
    for day in (DAY, "2024-03-02"):
        waters.moved("payments", day)
    assert sorted(waters.rows(CURATED, "payments")["stream"].to_pylist()) == sorted(["ann", hostile])


def test_days_go_when_their_time_has_passed_and_not_a_day_early(waters: Waters, tmp_path: Path) -> None:
    world = World()
    days = [day_of(paid(world, 1, at=at)[0].recorded_ms) for at in ("2024-02-28", "2024-02-29", NOON)]
    waters.lay(world, tmp_path)
    for day in days:
        waters.moved("payments", day)
    waters.lake.aged("payments", days[1])
    for zone in (CURATED, SERVED):
        assert sorted(waters.rows(zone, "payments")["arrived"].to_pylist()) == days[1:]


def _packed(world: World, folder: Path) -> bytes:
    world.archive(folder)
    [file] = folder.glob("events/*/*/*.gz")
    return file.read_bytes()


def test_days_are_those_of_the_archive(waters: Waters, tmp_path: Path) -> None:
    world = World()
    [event] = paid(world, 1, at="2024-02-29T23:59:59")
    waters.lay(world, tmp_path)
    waters.moved("payments", day_of(event.recorded_ms))
    rows: pa.Table = waters.rows(CURATED, "payments")
    assert rows["arrived"].to_pylist() == [date(2024, 2, 29)]
