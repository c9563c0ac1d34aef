import random
import threading
from typing import Any

import pytest

from functions.event_store.core import END, EventStore
from functions.event_store.errors import (
    CommitIdReusedError,
    CommitTooLargeError,
    MalformedError,
    StreamNotFoundError,
    VersionConflictError,
)
from functions.event_store.model import NewEvent
from tests.functions.event_store.data_plane import Site


def events(*numbers: int) -> list[NewEvent]:
    return [NewEvent(type="Counted", schema=1, data={"n": n}) for n in numbers]


def counted(store: EventStore, stream: str, first: int = 1, **more: Any) -> list[tuple[int, int]]:
    return [(event["version"], event["data"]["n"]) for event in store.read(stream, first, **more).events]


def test_events_come_back_in_order_with_their_versions(site: Site) -> None:
    store = site.worker()
    store.append("s", 0, events(1, 2), "a")
    receipt = store.append("s", 2, events(3), "b")
    assert (receipt.first, receipt.last) == (3, 3)
    assert counted(site.worker(), "s") == [(1, 1), (2, 2), (3, 3)]


@pytest.mark.parametrize(
    ("first", "backward", "versions"),
    [
        (2, False, [2, 3]),
        (3, False, [3, 4]),
        (4, False, [4, 5]),
        (6, False, [6]),
        (END, True, [6, 5]),
        (4, True, [4, 3]),
    ],
)
def test_a_read_begins_within_a_commit_and_goes_on_where_it_stopped(
    site: Site, first: int, backward: bool, versions: list[int]
) -> None:
    store = site.worker()
    store.append("s", 0, events(1, 2, 3), "a")
    store.append("s", 3, events(4, 5), "b")
    store.append("s", 5, events(6), "c")
    page = store.read("s", first, limit=2, backward=backward)
    assert [event["version"] for event in page.events] == versions
    rest = versions[-1] - 1 if backward else versions[-1] + 1
    assert page.next == (rest if 1 <= rest <= 6 else None)


def test_a_stale_writer_is_refused_and_told_the_version(site: Site) -> None:
    store, other = site.worker(), site.worker()
    store.append("s", 0, events(1, 2), "a")
    for expected in (0, 1, 3):
        with pytest.raises(VersionConflictError) as refused:
            other.append("s", expected, events(9), f"b{expected}")
        assert refused.value.extensions == {"current": 2}
    assert len(counted(store, "s")) == 2


def test_the_same_commit_gets_the_same_answer_however_late(site: Site) -> None:
    store = site.worker()
    receipt = store.append("s", 0, events(1), "a")
    store.append("s", 1, events(2), "b")
    assert store.append("s", 0, events(1), "a") == receipt
    assert site.worker().append("s", 0, events(1), "a") == receipt
    assert counted(store, "s") == [(1, 1), (2, 2)]


@pytest.mark.parametrize(("expected", "numbers"), [(0, (2,)), (2, (1,)), (0, (1, 2)), (1, (1,))])
def test_a_commit_id_stands_for_one_content(site: Site, expected: int, numbers: tuple[int, ...]) -> None:
    store = site.worker()
    store.append("s", 0, events(1), "a")
    store.append("s", 1, events(2), "b")
    with pytest.raises(CommitIdReusedError):
        site.worker().append("s", expected, events(*numbers), "a")


def test_a_commit_beyond_an_item_is_refused_whole(site: Site) -> None:
    noise = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(290_000))
    with pytest.raises(CommitTooLargeError, match="deflated"):
        site.worker().append("s", 0, [NewEvent(type="Big", schema=1, data={"x": noise})], "a")
    with pytest.raises(CommitTooLargeError, match="several commits"):
        site.worker().append("s", 0, [NewEvent(type="Big", schema=1, data={"x": "a" * 900_000})], "a")
    with pytest.raises(StreamNotFoundError):
        site.worker().read("s")


def test_a_commit_as_large_as_is_taken_is_kept(site: Site) -> None:
    store = site.worker()
    text = random.Random(1).randbytes(356_000).hex()
    store.append("s" * 200, 0, [NewEvent(type="Big", schema=1, data={"x": text})], "c" * 200)
    assert store.read("s" * 200).events[0]["data"]["x"] == text


@pytest.mark.parametrize(
    "name", ["", "a#b", "a/b", "ä", "a\n", " ", "x" * 201, "x" * 1_000_000, "../x", "' OR 1=1", None, 7]
)
def test_hostile_names_are_refused_without_being_repeated(site: Site, name: Any) -> None:
    with pytest.raises(MalformedError) as refused:
        site.worker().append(name, 0, events(1), "a")
    assert len(str(refused.value)) < 100
    with pytest.raises(MalformedError):
        site.worker().append("s", 0, events(1), name)
    with pytest.raises(MalformedError):
        site.worker().read(name)


@pytest.mark.parametrize("data", [{"x": float("nan")}, {"x": "\ud800"}, {"x": b"x"}, {"$sealed": {}}])
def test_data_that_is_not_json_is_refused(site: Site, data: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        site.worker().append("s", 0, [NewEvent(type="X", schema=1, data=data)], "a")


def test_data_nested_without_end_is_refused(site: Site) -> None:
    data: dict[str, Any] = {}
    for _ in range(100_000):
        data = {"x": data}
    with pytest.raises(MalformedError, match="nested"):
        site.worker().append("s", 0, [NewEvent(type="X", schema=1, data=data)], "a")


def test_writers_of_one_partition_all_come_through_without_a_hole(site: Site) -> None:
    site.partitions = 1

    def write(name: str) -> None:
        store = site.worker()
        for n in range(5):
            store.append(name, n, events(n), f"c{n}")

    threads = [threading.Thread(target=write, args=(f"s{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = site.worker()
    positions = [event["position"] for i in range(4) for event in store.read(f"s{i}").events]
    assert sorted(positions) == list(range(1, 21))


@pytest.mark.parametrize("asked", [{"first": 1}, {"first": END, "backward": True}])
def test_a_page_is_one_query_for_one_event_more_than_it_shows(site: Site, asked: dict[str, Any]) -> None:
    for n in range(5):
        site.worker().append("s", n, events(n), f"c{n}")
    counting = Counting(site.dynamodb)
    page = site.worker(dynamodb=counting).read("s", limit=3, **asked)
    assert (len(page.events), page.next) == (3, 2 if "backward" in asked else 4)
    assert counting.items == [4]


class Counting:
    """A client that notes how many items each query brings."""

    def __init__(self, client: Any) -> None:
        self._client, self.items = client, list[int]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def query(self, **asked: Any) -> Any:
        answer = self._client.query(**asked)
        self.items.append(len(answer["Items"]))
        return answer
