from typing import Any

import pytest

from functions.event_store.core import EventStore
from functions.event_store.errors import NotArrivedError, NotHomeError, VersionConflictError
from functions.event_store.home import CACHE_SECONDS
from functions.event_store.wire import order_key
from tests.functions.event_store.data_plane import AWAY, HOME, Site, client
from tests.functions.event_store.test_commits import counted, events


def alone(site: Site) -> None:
    """Put all streams in one partition."""
    site.partitions = 1


def lost_region(site: Site, endpoint: str) -> tuple[EventStore, Site]:
    """Return a store in the other region on a copy of *site*'s tables as they are now, and that site."""
    copy = Site(endpoint, f"{site.events.name}-copy", partitions=site.partitions)
    replicate(site, copy)
    return copy.worker(AWAY), copy


def replicate(origin: Site, copy: Site) -> None:
    """Bring the items that *copy* lacks."""
    for page in client("dynamodb", origin.endpoint).get_paginator("scan").paginate(TableName=origin.events.name):
        for item in page["Items"]:
            if copy.events.get({"pk": item["pk"], "sk": item["sk"]}) is None:
                copy.dynamodb.put_item(TableName=copy.events.name, Item=item)


def test_only_the_home_takes_writes(site: Site) -> None:
    with pytest.raises(NotHomeError, match="its home is us-east-1"):
        site.worker(AWAY).append("s", 0, events(1), "a")
    site.worker(HOME).append("s", 0, events(1), "a")


def test_a_planned_move_fences_a_writer_that_has_not_heard_of_it(site: Site) -> None:
    alone(site)
    old = site.worker(HOME)
    old.append("s", 0, events(1), "a")
    site.worker(HOME).commits.homes.move(0, AWAY)
    with pytest.raises(NotHomeError, match="since epoch 2 its home is eu-west-1"):
        old.append("s", 1, events(2), "b")
    new = site.worker(AWAY)
    with pytest.raises(NotArrivedError, match="not open yet"):
        new.append("s", 1, events(2), "b")
    new.commits.homes.open(0)
    receipt = new.append("s", 1, events(2), "b")
    assert (receipt.epoch, receipt.position) == (2, 3), "position 2 tells of the move"
    assert counted(site.worker(HOME), "s") == [(1, 1), (2, 2)]


def test_an_old_home_answers_neither_conflicts_nor_repetitions(site: Site) -> None:
    alone(site)
    old = site.worker(HOME)
    old.append("s", 0, events(1), "a")
    site.worker(HOME).commits.homes.move(0, AWAY)
    for expected, commit_id in ((0, "a"), (0, "b"), (1, "a"), (7, "c")):
        with pytest.raises(NotHomeError):
            old.append("s", expected, events(1), commit_id)


def test_a_moved_partition_opens_only_with_everything_there(site: Site, endpoint: str) -> None:
    alone(site)
    old = site.worker(HOME)
    for n in range(3):
        old.append("s", n, events(n), f"c{n}")
    old.commits.homes.move(0, AWAY)
    store, copy = lost_region(site, endpoint)
    late = copy.events.get(order_key(0, 1, 2))
    assert late
    copy.dynamodb.delete_item(TableName=copy.events.name, Key=order_key(0, 1, 2))
    with pytest.raises(NotArrivedError, match="here up to 1 of 4"):
        store.commits.homes.open(0)
    copy.dynamodb.put_item(TableName=copy.events.name, Item=late)
    assert store.commits.homes.open(0).since == 4
    assert store.append("s", 3, events(3), "d").position == 5


def test_a_lost_home_loses_what_it_wrote_after_and_nothing_is_merged(site: Site, endpoint: str) -> None:
    alone(site)
    old = site.worker(HOME)
    old.append("s", 0, events(1), "a")
    new, copy = lost_region(site, endpoint)
    old.append("s", 1, events(20), "lost")
    new.commits.homes.move(0, AWAY)
    new.append("s", 1, events(2), "b")
    replicate(site, copy)
    assert counted(copy.worker(AWAY), "s") == [(1, 1), (2, 2)]
    assert list(new.commits.homes.refused(0)) == [(1, 2, "s", 2)]
    receipt = new.append("s", 2, events(20), "lost")
    assert receipt.first == 3, "the id of a refused commit is free again"


def test_an_old_home_that_comes_back_is_fenced_and_reads_what_counts(site: Site, endpoint: str) -> None:
    alone(site)
    old = site.worker(HOME)
    old.append("s", 0, events(1), "a")
    new, copy = lost_region(site, endpoint)
    old.append("s", 1, events(20), "lost")
    new.commits.homes.move(0, AWAY)
    new.append("s", 1, events(2, 3), "b")
    replicate(copy, site)
    with pytest.raises(NotHomeError):
        old.append("s", 2, events(9), "c")
    assert counted(old, "s") == [(1, 1), (2, 2), (3, 3)]
    assert counted(site.worker(HOME), "s", 3, backward=True) == [(3, 3), (2, 2), (1, 1)]


def test_a_partition_moves_there_and_back(site: Site) -> None:
    alone(site)
    here, there = site.worker(HOME), site.worker(AWAY)
    here.append("s", 0, events(1), "a")
    here.commits.homes.move(0, AWAY)
    there.commits.homes.open(0)
    there.append("s", 1, events(2), "b")
    there.commits.homes.move(0, HOME)
    here.commits.homes.open(0)
    with pytest.raises(VersionConflictError):
        here.append("s", 1, events(9), "c")
    assert here.append("s", 2, events(3), "d").epoch == 3


def test_a_writer_that_heard_of_a_move_hears_of_the_next(site: Site) -> None:
    alone(site)
    here, there = site.worker(HOME), site.worker(AWAY)
    here.append("s", 0, events(1), "a")
    here.commits.homes.move(0, AWAY)
    assert list(here.commits.homes.of(0).epochs)[-1].region == AWAY
    there.commits.homes.open(0)
    there.commits.homes.move(0, HOME)
    site.worker(HOME).commits.homes.open(0)
    assert here.append("s", 1, events(2), "b").epoch == 3


def test_a_region_that_is_neither_home_nor_successor_moves_nothing(site: Site) -> None:
    with pytest.raises(NotHomeError):
        site.worker("ap-south-1").commits.homes.move(0, AWAY)


def test_an_append_between_look_and_move_makes_the_move_ask_again(site: Site) -> None:
    alone(site)
    store = site.worker(HOME)
    store.append("s", 0, events(1), "a")

    class Late:
        """Appends right before the move's transaction."""

        def __getattr__(self, name: str) -> object:
            if name == "transact_write_items":
                store.append("s", 1, events(2), "b")
            return getattr(site.dynamodb, name)

    homes = site.worker(HOME, dynamodb=Late()).commits.homes
    with pytest.raises(NotArrivedError, match="move it again"):
        homes.move(0, AWAY)
    assert store.append("s", 2, events(3), "c").last == 3


def test_readers_learn_of_a_move_within_seconds(site: Site) -> None:
    alone(site)
    homes = site.worker(AWAY).commits.homes
    assert homes.of(0).present.number == 1
    site.worker(HOME).commits.homes.move(0, AWAY)
    assert homes.of(0).present.number == 1
    site.clock.sleep(6)
    assert homes.of(0).present.number == 2


class Counting:
    """A client of DynamoDB's that counts how many keys each call but queries asks for."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.keys: list[int] = []

    def __getattr__(self, name: str) -> Any:
        def call(**parameters: Any) -> Any:
            if name != "query":
                tables = parameters.get("RequestItems", {"": {"Keys": [parameters.get("Key")]}})
                self.keys += [len(table["Keys"]) for table in tables.values()]
            return getattr(self._client, name)(**parameters)

        return call


def test_homes_that_are_old_and_of_use_are_asked_for_together(site: Site) -> None:
    site.partitions = 4096
    counting = Counting(site.dynamodb)
    reader, streams = site.worker(dynamodb=counting), [f"s{number}" for number in range(8)]
    for stream in streams:
        site.worker().append(stream, 0, events(1), "a")
        reader.read(stream)
    assert counting.keys == [1] * 8
    counting.keys.clear()
    for read in (streams, streams[:1], streams[:1]):
        site.clock.sleep(CACHE_SECONDS + 1)
        for stream in read:
            reader.read(stream)
    assert counting.keys == [8, 8, 1], "what nobody read since isn't asked for"
