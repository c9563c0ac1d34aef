"""People in the records of three shards: found, handed out, erased and left alone, whichever shard is down."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from typing import Any

import pytest

from functions._shared.shard_router import ShardRouter
from functions._shared.shard_table import Address
from functions.data_subject_requests.errors import ShardsDownError
from functions.data_subject_requests.record_acts import PAGE, RecordActs
from functions.rebalancer.state import Step
from functions.records.core import COLLECTION
from tests.functions.shards.fleet import REGION, THREE, TWO, Fleet

OWN = [f"acme/own-{number:02}" for number in range(3 * PAGE)]
"""Enough that each shard has some, and pages follow pages."""
SHARED = "other/shared"


@pytest.fixture
def router(fleet: Fleet) -> ShardRouter:
    """Records of ann, of bob, of both, and of nobody."""
    router = fleet.router(timeout=3)
    for key in OWN:
        router.put(COLLECTION, key, {"mail": "ann@example.com"}, None, {"ann": []})
    both = {"mail": "ann@example.com", "spouse": {"name": "Bob", "ages": [40, 41]}}
    router.put(COLLECTION, SHARED, both, None, {"ann": ["/mail", "/spouse/ages/0"], "bob": ["/spouse/name"]})
    router.put(COLLECTION, "acme/bob", {"mail": "bob@example.com"}, None, {"bob": []})
    router.put(COLLECTION, "acme/nobody", {"note": "of ann, whom nobody named"})
    assert {router.route(key) for key in OWN} == {*TWO}
    return router


def everything(fleet: Fleet) -> dict[str, Any]:
    rows = [row for label in THREE for row in fleet.rows(label, "SELECT key, document, subjects FROM groot.records")]
    return {key: (document, subjects) for key, document, subjects in rows}


@contextmanager
def down(fleet: Fleet, label: str) -> Iterator[None]:
    with socket() as closed:
        closed.bind(("127.0.0.1", 0))
        fleet.address(label, Address(host="127.0.0.1", port=closed.getsockname()[1], region=REGION))
        yield
    fleet.address(label, fleet.clusters[label].address)


def test_a_person_gets_what_is_theirs_from_every_shard_and_nothing_of_others(router: ShardRouter) -> None:
    found = {each["place"]: each["data"] for each in RecordActs(router).export(["ann"])}
    assert {*found} == {*OWN, SHARED}
    assert found[SHARED] == {"/mail": "ann@example.com", "/spouse/ages/0": 40}
    assert "Bob" not in str(found)
    assert [each["place"] for each in RecordActs(router).export(["bob"])] == ["acme/bob", SHARED]
    assert [*RecordActs(router).export(["ann'--", "nobody"])] == []


def test_one_of_two_in_a_record_is_erased_and_all_else_is_equal_to_before(fleet: Fleet, router: ShardRouter) -> None:
    acts, before = RecordActs(router), everything(fleet)
    assert acts.left(["ann"]) == len(OWN) + 1
    assert acts.erase(["ann"]) == f"{len(OWN)} records deleted, 1 emptied of what was theirs"
    after = everything(fleet)
    rest = {"mail": None, "spouse": {"name": "Bob", "ages": [None, 41]}}
    assert after == {
        "acme/bob": before["acme/bob"],
        "acme/nobody": before["acme/nobody"],
        SHARED: (rest, {"bob": ["/spouse/name"]}),
    }
    assert (acts.left(["ann"]), acts.left(["bob"])) == (0, 2)
    assert acts.erase(["ann"]) == "0 records deleted, 0 emptied of what was theirs"


def test_a_shard_that_is_down_in_the_middle_stops_the_act_which_then_goes_on(fleet: Fleet, router: ShardRouter) -> None:
    acts = RecordActs(router)
    with down(fleet, "shard-001"):
        broken = RecordActs(fleet.router(timeout=3))
        for ask in (broken.erase, broken.left, lambda who: [*broken.export(who)]):
            with pytest.raises(ShardsDownError) as told:
                ask(["ann"])
            assert "shard-" not in str(told.value)
    there = {label: fleet.rows(label, "SELECT count(*) FROM groot.records WHERE subjects ? 'ann'") for label in TWO}
    assert there["shard-000"] == [[0]]
    assert there["shard-001"] != [[0]]
    acts.erase(["ann"])
    assert acts.left(["ann"]) == 0


def test_who_writes_without_saying_of_whom_leaves_that_as_it_was(router: ShardRouter) -> None:
    first = router.get(COLLECTION, "acme/bob")
    assert first
    router.put(COLLECTION, "acme/bob", {"mail": "new"}, first.version)
    router.put(COLLECTION, "acme/bob", {"mail": "newer"})
    found = router.get(COLLECTION, "acme/bob")
    assert found
    assert (found.document, found.subjects) == ({"mail": "newer"}, {"bob": []})


def test_a_record_that_is_written_meanwhile_is_erased_as_it_then_is(router: ShardRouter) -> None:
    class Busy(RecordActs):
        def _erase(self, record: Any, subjects: Any) -> Any:
            if record.key == SHARED:
                self.router.put(COLLECTION, SHARED, {"mail": "x", "spouse": {"name": "Rob"}})
            return super()._erase(record, subjects)

    Busy(router).erase(["ann"])
    found = router.get(COLLECTION, SHARED)
    assert found
    assert (found.document, {*found.subjects}) == ({"mail": None, "spouse": {"name": "Rob"}}, {"bob"})


def test_people_move_with_their_records(fleet: Fleet, router: ShardRouter) -> None:
    fleet.rebalancer().start(THREE, slots_per_move=8192)
    assert fleet.rebalancer().run(until=time.monotonic() + 60).step is Step.DONE
    assert fleet.rows("shard-002", "SELECT FROM groot.records WHERE subjects ? 'ann'")
    assert RecordActs(fleet.router()).left(["ann"]) == len(OWN) + 1


def test_an_index_knows_where_people_are(fleet: Fleet) -> None:
    fill = (
        "INSERT INTO groot.records SELECT 0, 'records', 'k' || n, '{}', 1, jsonb_build_object('p' || n, '[]'::jsonb) "
        "FROM generate_series(1, 5000) n"
    )
    owner = fleet.table.read().owners[0]
    fleet.rows(owner, fill)
    fleet.rows(owner, "ANALYZE groot.records")
    plan = fleet.rows(owner, "EXPLAIN SELECT FROM groot.records r WHERE r.subjects ?| ARRAY['p7']")
    assert "records_by_subject" in str(plan)


def test_what_is_theirs_is_corrected_and_what_is_not_stays(fleet: Fleet, router: ShardRouter) -> None:
    acts, before = RecordActs(router), everything(fleet)
    corrections = [
        {"store": "records", "place": place, "pointer": pointer, "value": {"as": "told"}}
        for place, pointer in (
            (OWN[0], "/mail"),
            (SHARED, "/spouse/ages/0"),
            (SHARED, "/spouse/name"),
            (SHARED, "/spouse"),
            ("acme/bob", "/mail"),
            ("acme/nobody", "/note"),
            ("acme/never", "/mail"),
            (OWN[0], "/mailing"),
        )
    ]
    for _ in "12":
        told = acts.rectify(["ann"], corrections)
        assert told == "2 fields corrected, 6 that are not there or not of the person left"
    after = everything(fleet)
    assert after.pop(OWN[0])[0] == {"mail": {"as": "told"}}
    assert after.pop(SHARED)[0]["spouse"] == {"name": "Bob", "ages": [{"as": "told"}, 41]}
    assert after == {key: value for key, value in before.items() if key not in (OWN[0], SHARED)}


def test_a_name_that_nobody_said_is_found_by_reading_everything(router: ShardRouter) -> None:
    acts = RecordActs(router)
    acts.erase(["ann"])
    assert acts.naming(["ann"]) == 1, "of a record whose writer named nobody"
    router.put(COLLECTION, "acme/ann", {})
    router.put("other", "o", {"list": [{"ann": 1}]})
    assert (acts.naming(["ann", "bob"]), acts.naming(["cyd"])) == (5, 0)
