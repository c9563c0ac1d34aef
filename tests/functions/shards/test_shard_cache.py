from dataclasses import replace

import pytest

from functions._shared.shard_cache import MAX_AGE_SECONDS, READ_MAX_AGE_SECONDS, MapCache
from functions._shared.shard_errors import MapError
from functions._shared.shard_map import ShardMap, founding_owners

FOUNDED = ShardMap(version=1, salt=bytes(16), owners=founding_owners(("shard-000", "shard-001")))


class Table:
    """A table whose answers are chosen, and a clock."""

    def __init__(self) -> None:
        self.answer: ShardMap | MapError = FOUNDED
        self.reads = 0
        self.now = 1_000.0
        self.cache = MapCache(self.read, lambda: self.now)

    def read(self) -> ShardMap:
        self.reads += 1
        if isinstance(self.answer, MapError):
            raise self.answer
        return self.answer


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_young_map_is_not_read_again_and_an_old_one_is_before_it_is_used(table: Table) -> None:
    table.cache.current(writing=True)
    table.now += MAX_AGE_SECONDS - 0.1
    table.cache.current(writing=True)
    assert table.reads == 1
    table.answer = replace(FOUNDED, version=2)
    table.now += 0.2
    assert table.cache.current(writing=False).version == 2


def test_cut_off_from_the_table_writes_end_before_reads(table: Table) -> None:
    table.cache.current(writing=True)
    table.answer = MapError("the table doesn't answer")
    table.now += MAX_AGE_SECONDS
    with pytest.raises(MapError, match="is 15 s old and can't be read again: the table doesn't answer"):
        table.cache.current(writing=True)
    table.now += READ_MAX_AGE_SECONDS - MAX_AGE_SECONDS - 1
    assert table.cache.current(writing=False) == FOUNDED
    table.now += 1
    with pytest.raises(MapError, match="is 300 s old"):
        table.cache.current(writing=False)
    table.answer = FOUNDED
    table.now += 1
    assert table.cache.current(writing=True) == FOUNDED


def test_a_table_that_does_not_answer_is_not_asked_by_every_request(table: Table) -> None:
    table.answer = MapError("the table doesn't answer")
    for _ in range(5):
        with pytest.raises(MapError, match="the table doesn't answer"):
            table.cache.current(writing=False)
    assert table.reads == 1


def test_a_map_from_the_past_is_refused(table: Table) -> None:
    table.answer = replace(FOUNDED, version=7)
    table.cache.current(writing=True)
    table.answer = replace(FOUNDED, version=6)
    table.cache.refresh()
    assert table.cache.current(writing=True).version == 7
    table.now += MAX_AGE_SECONDS
    with pytest.raises(MapError, match=r"holds version 6 of the shard map, and version 7 has been seen"):
        table.cache.current(writing=True)
    assert table.cache.current(writing=False).version == 7
