from typing import Any

import pytest

from functions.event_store.errors import UnknownSchemaError
from functions.event_store.model import NewEvent, Personal
from functions.event_store.snapshots import Fold, worth
from functions.event_store.upcasting import Upcasters
from tests.functions.event_store.data_plane import Site


def named(event: Any) -> Any:
    return {**event, "schema": 2, "data": {"name": event["data"]["n"]}}


def renamed(event: Any) -> Any:
    return {**event, "type": "Called", "schema": 1}


STEPS = {("Named", 1): named, ("Named", 2): renamed}
UPCAST = Upcasters(STEPS, {"Called": 1})
FOLD = Fold(schema=1, initial=(), apply=lambda names, event, _version: [*names, event["data"]["name"]])


def test_old_events_are_read_as_new_and_stay_as_they_were(site: Site) -> None:
    store = site.worker(upcast=UPCAST)
    personal = [Personal(subject="ann", pointers=["/n"])]
    store.append("s", 0, [NewEvent(type="Named", schema=1, data={"n": "Ann"}, personal=personal)], "a")
    store.append("s", 1, [NewEvent(type="Named", schema=2, data={"name": "Bob"})], "b")
    found = store.read("s").events
    assert [(e["type"], e["schema"], e["data"]) for e in found] == [
        ("Called", 1, {"name": "Ann"}),
        ("Called", 1, {"name": "Bob"}),
    ]
    assert [event["schema"] for commit in store.commits.read("s") for event in commit.events] == [1, 2]
    assert store.state("s", FOLD).value == ["Ann", "Bob"]


def test_an_event_of_the_future_is_refused_not_guessed(site: Site) -> None:
    site.worker().append("s", 0, [NewEvent(type="Called", schema=2, data={})], "a")
    with pytest.raises(UnknownSchemaError, match="this code reads 1"):
        site.worker(upcast=UPCAST).read("s")


def test_a_missing_step_is_told_before_anything_is_read() -> None:
    with pytest.raises(UnknownSchemaError, match="from schema 2 of Named to 3"):
        Upcasters({("Named", 1): named}, {"Named": 3})


def test_a_step_that_leads_nowhere_is_told() -> None:
    with pytest.raises(UnknownSchemaError, match="leads back"):
        Upcasters({("X", 1): lambda event: event}, {})({"type": "X", "schema": 1, "data": {}})


def test_a_snapshot_of_another_schema_is_passed_over(site: Site) -> None:
    store = site.worker()
    for n in range(6):
        text = "".join(f"{n * 1_000 + i:x}" for i in range(3_000))
        store.append("s", n, [NewEvent(type="X", schema=1, data={"name": n, "x": text})], f"c{n}")
    assert store.state("s", FOLD).value == list(range(6))
    assert store.state("s", FOLD).read_events == 0
    other = Fold(schema=2, initial=0, apply=lambda total, event, _version: total + event["data"]["name"])
    assert store.state("s", other).value == sum(range(6))


@pytest.mark.parametrize(
    ("unread", "snapshot", "is_worth"),
    [(30_000, 1_000, True), (30_000, 10_000, True), (29_000, 10_000, False), (1_000, 2_000, False)],
)
def test_a_snapshot_is_worth_it_when_ten_reads_pay_for_it(unread: int, snapshot: int, is_worth: bool) -> None:
    assert worth(unread, snapshot) is is_worth
