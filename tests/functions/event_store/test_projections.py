import random
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest

from functions.event_store.checkpoints import Checkpoints, PoisonError
from functions.event_store.dead_letters import DeadLetters
from functions.event_store.errors import DivergedError
from functions.event_store.feed import Feed
from functions.event_store.model import Commit, partition_of
from functions.event_store.projections import Projector
from functions.event_store.rebuild import Rebuild
from functions.event_store.summaries import Summaries
from functions.event_store.table import Table
from tests.functions.event_store.data_plane import AWAY, HOME, Site, client
from tests.functions.event_store.faults import POISON, Dying, Killed, Tender, bodies, records
from tests.functions.event_store.test_commits import events
from tests.functions.event_store.test_home import lost_region, replicate


class Reader:
    """The reading side of a site: its projector, and what became of the stream's records."""

    def __init__(self, site: Site) -> None:
        Tender.cured = False
        self.site, self.letters, self.logged = site, [], []
        self.view = Tender(site.views.name)
        self.streams = client("dynamodbstreams", site.endpoint)
        self.projector = self.worker(site.dynamodb)

    def worker(self, dynamodb: Any) -> Projector:
        return Projector(
            table=Table(dynamodb, self.site.events.name),
            homes=self.site.worker(HOME, dynamodb=dynamodb).commits.homes,
            checkpoints=Checkpoints(Table(dynamodb, self.site.marks.name)),
            bury=self.letters.append,
        )

    @property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(self.projector, self.site.worker().commits)

    def feed(self, projector: Projector | None = None) -> Feed:
        return Feed(projector=projector or self.projector, projections=[self.view], log=self.logged.append)

    def records(self) -> list[dict[str, Any]]:
        return records(self.streams, self.site.events.name)

    def seen(self, generation: int = 1) -> dict[str, tuple[int, int, int]]:
        """Return version, events and commits of each stream, as projected."""
        prefix = f"{self.view.name}@{generation}#"
        return {
            item["pk"]["S"].removeprefix(prefix): (
                int(item["version"]["N"]),
                int(item["events"]["N"]),
                int(item["commits"]["N"]),
            )
            for item in self.site.dynamodb.scan(TableName=self.site.views.name)["Items"]
            if item["pk"]["S"].startswith(prefix)
        }


@pytest.fixture
def reader(site: Site) -> Reader:
    site.partitions = 1
    return Reader(site)


def fill(site: Site, streams: int, commits: int) -> dict[str, tuple[int, int, int]]:
    store = site.worker()
    for n in range(commits):
        for i in range(streams):
            store.append(f"s{i}", 2 * n, events(n, n), f"c{n}")
    return {f"s{i}": (2 * commits, 2 * commits, commits) for i in range(streams)}


def test_records_late_doubled_and_out_of_order_are_projected_once(site: Site, reader: Reader) -> None:
    wanted = fill(site, 3, 4)
    found = reader.records() * 2
    random.Random(1).shuffle(found)
    for begin in range(0, len(found), 5):
        assert reader.feed().project(found[begin : begin + 5]) == []
    assert reader.seen() == wanted


def test_one_late_record_brings_all_before_it(site: Site, reader: Reader) -> None:
    wanted = fill(site, 3, 4)
    reader.feed().project(reader.records()[-4:])
    assert reader.seen() == wanted


def test_a_poisonous_commit_parks_its_stream_and_no_other(site: Site, reader: Reader) -> None:
    store = site.worker()
    store.append("bad", 0, events(1), "a")
    store.append("bad", 1, events(POISON), "b")
    store.append("good", 0, events(1), "a")
    store.append("bad", 2, events(2), "c")
    assert reader.feed().project(reader.records()) == []
    assert reader.seen() == {"bad": (1, 1, 1), "good": (1, 1, 1)}
    assert bodies(reader.letters) == [("bad", 2)]
    assert reader.letters[0]["fault"] == "KeyError"


def test_replay_takes_a_parked_stream_up_in_order(site: Site, reader: Reader) -> None:
    store = site.worker()
    for n in (1, POISON, 2):
        store.append("bad", store.commits.version("bad"), events(n), f"c{n}")
    reader.feed().project(reader.records())
    with pytest.raises(PoisonError):
        reader.dead_letters.replay(reader.view, 1, 0, "bad")
    Tender.cured = True
    assert reader.dead_letters.replay(reader.view, 1, 0, "bad") == 2
    assert reader.dead_letters.parked(reader.view, 1, 0) == []
    store.append("bad", 3, events(4), "later")
    reader.feed().project(reader.records())
    assert reader.seen() == {"bad": (4, 4, 4)}


def test_what_a_table_refuses_is_parked_alone(site: Site, reader: Reader) -> None:
    class Refused(Summaries):
        def writes(self, commits: Sequence[Commit], generation: int) -> Any:
            actions = super().writes(commits, generation)
            for action in actions:
                if action["Update"]["Key"]["pk"]["S"].endswith("#s1"):
                    action["Update"]["ExpressionAttributeValues"][":events"] = {"S": "not a number"}
            return actions

    wanted = fill(site, 3, 2)
    reader.view = Refused(site.views.name)  # type: ignore[assignment]
    assert reader.feed().project(reader.records()) == []
    assert reader.seen() == {stream: facts for stream, facts in wanted.items() if stream != "s1"}
    assert bodies(reader.letters) == [("s1", 1)]


def test_a_fault_that_passes_parks_nothing_and_comes_again(site: Site, reader: Reader) -> None:
    class Unreachable(Summaries):
        def writes(self, commits: Sequence[Commit], generation: int) -> Any:
            raise ConnectionError

    wanted = fill(site, 1, 2)
    tender, reader.view = reader.view, Unreachable(site.views.name)  # type: ignore[assignment]
    assert len(reader.feed().project(reader.records())) == 2
    assert not reader.letters
    reader.view = tender
    reader.feed().project(reader.records())
    assert reader.seen() == wanted


def test_a_record_that_cannot_be_read_is_told_and_stops_nobody(site: Site, reader: Reader) -> None:
    wanted = fill(site, 1, 2)
    found = reader.records()
    commits = [record for record in found if record["dynamodb"]["Keys"]["sk"]["S"].startswith("c#")]
    commits[0]["dynamodb"]["NewImage"] = {"body": {"B": "@@"}}
    assert reader.feed().project(found) == []
    assert reader.letters[0]["record"] == commits[0]["dynamodb"]["Keys"]
    assert reader.seen() == wanted, "the order has what the record hadn't"


def test_half_of_a_parking_is_not_taken_for_the_whole(site: Site, reader: Reader) -> None:
    site.worker().append("bad", 0, events(POISON), "a")
    reader.feed().project(reader.records())

    class Halved:
        """Sees the checkpoint's move before the parked stream, once."""

        def __init__(self) -> None:
            self.seen = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(site.dynamodb, name)

        def query(self, **asked: Any) -> Any:
            answer = site.dynamodb.query(**asked)
            if asked["TableName"] == site.marks.name:
                self.seen += 1
                answer["Items"] = answer["Items"][: 1 if self.seen == 1 else None]
            return answer

    halved = reader.worker(Halved())
    assert halved.checkpoints.read(reader.view.name, 1, 0).parked == {"bad": 1}


def test_a_rebuild_goes_beside_appends_and_has_all_once(site: Site, reader: Reader) -> None:
    fill(site, 2, 3)
    reader.feed().project(reader.records())
    rebuild = Rebuild(reader.projector)
    assert rebuild.begin(reader.view.name) == 2
    site.worker().append("s0", 6, events(7, 8), "while")
    reader.feed().project(reader.records())
    assert reader.seen(2) == reader.seen(1)
    site.worker().append("s1", 6, events(7), "while")
    assert rebuild.finish(reader.view, [0]) == 2
    reader.feed().project(reader.records())
    assert reader.seen(2) == {"s0": (8, 8, 4), "s1": (7, 7, 4)}
    assert reader.seen(1)["s1"] == (6, 6, 3), "the old generation is left alone"


@pytest.mark.parametrize("after", [False, True])
def test_a_worker_killed_at_any_call_projects_nothing_twice(site: Site, reader: Reader, after: bool) -> None:
    wanted = fill(site, 2, 2)
    for call in range(1, 8):
        reader.view = Tender(site.views.name, name=f"killed-at-{call}")
        dying = Dying(site.dynamodb)
        dying.die(call, after=after)
        with suppress(Killed):
            reader.feed(reader.worker(dying)).project(reader.records())
        reader.feed().project(reader.records())
        assert reader.seen() == wanted


def test_two_workers_at_once_project_nothing_twice(site: Site, reader: Reader) -> None:
    wanted = fill(site, 2, 2)
    found = reader.records()
    for call in range(1, 8):
        reader.view = Tender(site.views.name, name=f"met-at-{call}")
        met = Dying(site.dynamodb)
        met.let(call, lambda: reader.feed().project(found))
        assert reader.feed(reader.worker(met)).project(found) == []
        assert reader.seen() == wanted


def test_a_stream_taken_up_while_a_worker_passes_it_over_loses_nothing(site: Site, reader: Reader) -> None:
    store = site.worker()
    for call in range(1, 6):
        Tender.cured, stream = False, f"bad{call}"
        store.append(stream, 0, events(POISON), "a")
        reader.feed().project(reader.records())
        Tender.cured = True
        store.append(stream, 1, events(1), "b")
        met = Dying(site.dynamodb)
        met.let(call, lambda stream=stream: reader.dead_letters.replay(reader.view, 1, 0, stream))
        reader.worker(met).catch_up(reader.view, 1, 0)
        reader.dead_letters.replay(reader.view, 1, 0, stream)
        assert reader.seen()[stream] == (2, 2, 2)


def test_a_projection_of_refused_commits_asks_for_a_rebuild(site: Site, reader: Reader, endpoint: str) -> None:
    store = site.worker()
    store.append("s", 0, events(1), "a")
    new, copy = lost_region(site, endpoint)
    store.append("s", 1, events(2), "lost")
    reader.feed().project(reader.records())
    new.commits.homes.move(0, AWAY)
    new.append("s", 1, events(3, 4), "b")
    replicate(copy, site)
    with pytest.raises(DivergedError, match="rebuild it"):
        reader.projector.catch_up(reader.view, 1, 0)
    rebuild = Rebuild(reader.projector)
    rebuild.begin(reader.view.name)
    assert reader.projector.catch_up(reader.view, 2, 0) == 3
    assert reader.seen(2) == {"s": (3, 3, 2)}


def test_a_rebuild_asks_nothing_of_partitions_that_have_nothing_new(site: Site) -> None:
    site.partitions = 8
    reader, wanted = Reader(site), fill(site, 3, 2)
    queried = Queried(site.dynamodb)
    rebuild = Rebuild(reader.worker(queried))
    rebuild.catch_up(reader.view, 1, range(8))
    assert reader.seen() == wanted
    assert len(queried.asked) == len({partition_of(stream, 8) for stream in wanted})
    queried.asked.clear()
    rebuild.catch_up(reader.view, 1, range(8))
    assert queried.asked == []


class Queried:
    """A client that notes which partition keys of the order are queried."""

    def __init__(self, client: Any) -> None:
        self._client, self.asked = client, list[str]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def query(self, **asked: Any) -> Any:
        self.asked.append(asked["ExpressionAttributeValues"][":pk"]["S"])
        return self._client.query(**asked)
