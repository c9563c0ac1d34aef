"""The shards as one store, on real clusters: what is written, read, asked of all, and refused."""

import random
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from components.data.shard import APPLICATION_USER
from functions._shared.shard_cache import MapCache
from functions._shared.shard_errors import MapError, NotOwnerError, RefusedError, UnavailableError, UnknownOutcomeError
from functions._shared.shard_map import Move
from functions._shared.shard_query import Order, Query
from functions._shared.shard_router import ShardRouter
from functions._shared.shard_table import Address
from functions.rebalancer import ownership
from tests.functions.shards.clusters import Cluster
from tests.functions.shards.fleet import THREE, Fleet, fleet_of

HOSTILE = [
    " ",
    "'; DROP TABLE groot.records; --",
    "%s:slot$1\\",
    "x" * 1_024,
    "Zoë",
    "Zoe\u0308",
    "👩‍👩‍👧‍👦",
    "\u202etxet",
    "a\nb\r\tc",
    "\x7f\x01",
    "NULL",
    "../../etc/passwd",
]


@pytest.fixture(scope="module")
def whole(emulator_endpoint: str, three_clusters: Sequence[Cluster]) -> Iterator[Fleet]:
    """Three shards that hold all slots, with 300 records."""
    with fleet_of(emulator_endpoint, three_clusters, founding=3) as fleet:
        router = fleet.router()
        for document in documents():
            router.insert("people", document["name"], document)
        yield fleet


def documents() -> list[dict[str, Any]]:
    draw = random.Random(11)
    found = [
        {"name": f"person-{number}", "age": draw.choice([draw.randint(1, 90), draw.random(), 10**30, "old", None])}
        for number in range(300)
    ]
    for document in found[::7]:
        del document["age"]
    return found


def numbers() -> list[Decimal]:
    return [Decimal(str(d["age"])) for d in documents() if isinstance(d.get("age"), int | float)]


def test_what_is_kept_is_found_in_the_shard_of_its_key_and_nowhere_else(whole: Fleet) -> None:
    router = whole.router()
    assert router.insert("orders", "order-1", {"total": 3}) == 1
    assert router.insert("orders", "order-1", {"total": 4, "of": ["ä", None, {}]}) == 2
    found = router.get("orders", "order-1")
    assert found
    assert (found.document, found.version) == ({"total": 4, "of": ["ä", None, {}]}, 2)
    assert router.get("orders", "order-2") is None
    assert router.get("other", "order-1") is None
    where = [label for label in THREE if whole.rows(label, "SELECT FROM groot.records WHERE key = 'order-1'")]
    assert where == [router.route("order-1")]


@pytest.mark.parametrize("key", HOSTILE)
def test_hostile_keys_are_carried_as_they_are(whole: Fleet, key: str) -> None:
    router = whole.router()
    router.insert("hostile", key, {key: [key]})
    found = router.get("hostile", key)
    assert found
    assert (found.key, found.document) == (key, {key: [key]})
    assert whole.router().query(Query(collection="hostile", where={key: [key]})).records == (found,)


@pytest.mark.parametrize("key", ["", "x" * 1_000_000, "a\0b", "\udfff"])
def test_what_is_no_key_reaches_no_shard(key: str) -> None:
    def nowhere(_: Any) -> Any:
        raise AssertionError

    router = ShardRouter(nowhere, nowhere, timeout_seconds=1, clock=lambda: 0, sleep=nowhere)  # pyright: ignore[reportArgumentType]
    with pytest.raises(RefusedError):
        router.get("orders", key)
    with pytest.raises(RefusedError):
        router.insert("orders", key, {})


@pytest.mark.parametrize(
    "document",
    [{"a": "\0"}, {"a": "\ud800"}, {"a": float("nan")}, {"a": b"x"}, {"a": {1}}, {"\ud800": 1}],
    ids=["nul", "surrogate", "nan", "bytes", "set", "name"],
)
def test_what_is_no_document_is_refused(whole: Fleet, document: dict[str, Any]) -> None:
    router = whole.router()
    with pytest.raises(RefusedError):
        router.insert("orders", "order-3", document)
    with pytest.raises(RefusedError):
        router.query(Query(collection="orders", where=document))
    assert router.get("orders", "order-3") is None


def nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(depth):
        found = {"a": found}
    return found


def test_a_document_that_is_nested_too_deeply_is_refused(whole: Fleet) -> None:
    with pytest.raises(RefusedError):
        whole.router().insert("orders", "order-4", nested(100_000))


@pytest.mark.parametrize("kind", ["text", "number"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("limit", [1, 10, 300])
def test_a_merge_is_what_one_sort_would_be(whole: Fleet, kind: Any, descending: bool, limit: int) -> None:
    def rank(document: dict[str, Any]) -> Any:
        value = document.get("age")
        if kind == "number":
            return Decimal(str(value)) if isinstance(value, int | float) else None
        return None if value is None else str(value)

    order = Order(field="age", kind=kind, descending=descending)
    found = whole.router().query(Query(collection="people", order=order, limit=limit))
    by_name = sorted(documents(), key=lambda document: document["name"])
    ranked = [document for document in by_name if rank(document) is not None]
    rest = [document for document in by_name if rank(document) is None]
    wanted = sorted(ranked, key=rank, reverse=descending)
    if descending:  # equal ones stay in the order of their names
        wanted = sorted(ranked, key=lambda document: document["name"])
        wanted.sort(key=rank, reverse=True)
    assert [record.key for record in found.records] == [each["name"] for each in [*wanted, *rest]][:limit]
    assert not found.missing


def test_records_come_by_key_where_no_order_is_asked(whole: Fleet) -> None:
    found = whole.router().query(Query(collection="people", where={"age": "old"}))
    assert [record.key for record in found.records] == sorted(d["name"] for d in documents() if d.get("age") == "old")


def test_figures_are_merged_exactly(whole: Fleet) -> None:
    found = whole.router().aggregate("people", "age")
    figures, wanted = found.figures, numbers()
    assert not found.missing
    assert (figures.count, figures.numbers) == (300, len(wanted))
    assert (figures.min, figures.max) == (min(wanted), max(wanted))
    exact = sum(map(Fraction, wanted))
    assert figures.sum is not None
    assert Fraction(figures.sum) == exact
    assert figures.avg is not None
    assert abs(Fraction(figures.avg) / (exact / len(wanted)) - 1) < Fraction(1, 10**26)
    empty = whole.router().aggregate("nothing", "age").figures
    assert (empty.count, empty.sum, empty.avg, empty.min) == (0, None, None, None)


@pytest.mark.parametrize(
    "query",
    [
        Query(collection="people", limit=0),
        Query(collection="people", limit=1_001),
        Query(collection="people; --"),
        Query(collection="people", order=Order(field="\ud800")),
    ],
)
def test_what_can_not_be_asked_is_refused(whole: Fleet, query: Query) -> None:
    with pytest.raises(RefusedError):
        whole.router().query(query)


def test_a_field_s_name_is_no_statement(whole: Fleet) -> None:
    order = Order(field="age') DESC; DROP TABLE groot.records; --")
    assert len(whole.router().query(Query(collection="people", order=order, limit=300)).records) == 300


@contextmanager
def silent() -> Iterator[Address]:
    """A server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield Address(host="127.0.0.1", port=server.getsockname()[1], region="eu-west-1")


def test_a_shard_that_says_nothing_is_missing_by_name_and_the_others_answer(whole: Fleet) -> None:
    with silent() as address:
        whole.address("shard-001", address)
        router = whole.router(timeout=0.3)
        faults = router.initialize()
        found = router.query(Query(collection="people", limit=300))
        figures = router.aggregate("people", "age")
    whole.address("shard-001", whole.clusters["shard-001"].address)
    assert list(faults) == list(found.missing) == list(figures.missing) == ["shard-001"]
    assert "no answer in" in found.missing["shard-001"]
    kept = [d["name"] for d in documents() if router.route(d["name"]) != "shard-001"]
    assert [record.key for record in found.records] == sorted(kept)
    assert figures.figures.count == len(kept)
    assert router.initialize() == {}


def test_a_shard_that_is_another_one_is_not_believed(whole: Fleet) -> None:
    whole.address("shard-001", whole.clusters["shard-002"].address)
    found = whole.router().query(Query(collection="people"))
    whole.address("shard-001", whole.clusters["shard-001"].address)
    assert found.missing == {"shard-001": "at its address answers shard-002"}


def test_a_shard_that_claims_what_others_hold_is_not_counted(whole: Fleet) -> None:
    whole.rows("shard-001", "UPDATE groot.shard SET owned = owned + '{[0,10)}'::int4multirange")
    found = whole.router(sleep=lambda _: None).query(Query(collection="people", limit=300))
    whole.rows("shard-001", "UPDATE groot.shard SET owned = owned - '{[0,10)}'::int4multirange")
    told = "it answers for 10 slots that version 1 of the map gives to others"
    assert found.missing == {"shard-001": told}
    assert len({record.key for record in found.records}) == len(found.records) > 150


def test_slots_that_nobody_answers_for_are_told(whole: Fleet) -> None:
    whole.rows("shard-001", "UPDATE groot.shard SET owned = owned - '{[6000,6010)}'::int4multirange")
    found = whole.router(sleep=lambda _: None).query(Query(collection="people", limit=300))
    whole.rows("shard-001", "UPDATE groot.shard SET owned = owned + '{[6000,6010)}'::int4multirange")
    assert found.missing == {"shard-001": "nobody answers for 10 of its slots"}


def test_a_write_whose_answer_is_lost_is_told_as_unknown(whole: Fleet) -> None:
    router = whole.router()
    router.insert("orders", "order-5", {})
    label = router.route("order-5")
    with whole.connect(label) as other:
        other.run("BEGIN")
        other.run("LOCK TABLE groot.records IN EXCLUSIVE MODE")
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        killer = threading.Timer(0.2, lambda: whole.rows(label, end))
        killer.start()
        with pytest.raises(UnknownOutcomeError, match=f"^{label}: "):
            router.insert("orders", "order-5", {})
        killer.join()
    assert router.insert("orders", "order-5", {}) == 2


def test_a_key_whose_shard_is_down_is_told_and_others_go_on(whole: Fleet) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        whole.address("shard-000", Address(host="127.0.0.1", port=closed.getsockname()[1], region="eu-west-1"))
        router = whole.router()
        there, away = (
            next(d["name"] for d in documents() if (router.route(d["name"]) == "shard-000") is down)
            for down in (False, True)
        )
        with pytest.raises(UnavailableError, match=r"^shard-000: "):
            router.get("people", away)
        assert router.get("people", there)
    whole.address("shard-000", whole.clusters["shard-000"].address)
    assert router.get("people", away)


def test_a_router_without_a_map_says_so(whole: Fleet) -> None:
    def lost() -> Any:
        raise MapError("the table doesn't answer")

    router = whole.router(MapCache(lost, lambda: 0.0))
    for act in (router.initialize, lambda: router.route("key"), lambda: router.get("people", "person-1")):
        with pytest.raises(MapError, match="the table doesn't answer"):
            act()


def test_a_stale_router_can_neither_write_nor_read_where_a_slot_has_left(whole: Fleet) -> None:
    """Even with a map from before, and although the former shard still has the record."""
    router, stale = whole.router(), whole.stale_router()
    slot = whole.table.read().slot("person-1")
    label = router.route("person-1")
    move = Move(id="v9", source=label, target="shard-009", slots=(slot,))
    with whole.connect(label) as source:
        ownership.freeze(source, move)
        assert stale.get("people", "person-1")
        with pytest.raises(NotOwnerError, match=f"{label} doesn't take slot {slot}, which is frozen there"):
            stale.insert("people", "person-1", {})
        assert ownership.release(source, move, 9)
        told = f"{label} doesn't take slot {slot}, which is moved there since version 9 of the map"
        for act in (lambda: stale.get("people", "person-1"), lambda: stale.insert("people", "person-1", {})):
            with pytest.raises(NotOwnerError, match=told):
                act()
        assert source.run("SELECT count(*) FROM groot.records WHERE key = 'person-1'") == [[1]]
        with pytest.raises(Exception, match="is not written here"):
            source.run("DELETE FROM groot.records WHERE key = 'person-1'")
        source.run(f"UPDATE groot.slots SET state = 'owned' WHERE slot = {slot}")
        ownership._note_owned(source)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE groot.slots SET state = 'owned'",
        "UPDATE groot.shard SET owned = '{}'",
        "TRUNCATE groot.records",
        "ALTER TABLE groot.records DISABLE TRIGGER fence",
        "SET session_replication_role = replica",
    ],
)
def test_workloads_can_not_get_around_what_a_shard_says_of_its_slots(whole: Fleet, statement: str) -> None:
    connect = replace(whole.connector(), user=APPLICATION_USER)
    with connect(whole.clusters["shard-000"].address) as connection, pytest.raises(Exception, match=r"'C': '42501'"):
        connection.run(statement)
