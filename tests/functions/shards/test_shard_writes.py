"""Records are written on condition of their version, wherever their slot is meanwhile."""

from dataclasses import replace

import pytest
from pg8000.exceptions import DatabaseError

from components.data.shard import APPLICATION_USER
from functions._shared.shard_errors import NotOwnerError
from functions._shared.shard_map import Move
from functions.rebalancer import ownership
from tests.functions.shards.fleet import Fleet

COLLECTION = "records"


def test_a_version_says_who_may_write_and_does_not_come_again(fleet: Fleet) -> None:
    router = fleet.router()
    first, is_new = router.put(COLLECTION, "a", {"n": 1}, 0)
    assert (is_new, router.put(COLLECTION, "a", {"n": 2}, 0)) == (True, (None, True))
    assert first
    assert router.put(COLLECTION, "a", {"n": 3}, first) == (first + 1, False)
    assert router.put(COLLECTION, "a", {"n": 4}, first) == (None, False)
    assert router.put(COLLECTION, "a", {"n": 5}) == (first + 2, False)
    assert router.put(COLLECTION, "b", {"n": 5}, 7) == (None, False)
    assert router.delete(COLLECTION, "a", first) is False
    assert router.delete(COLLECTION, "a", first + 2) is True
    assert router.get(COLLECTION, "a") is None
    assert router.delete(COLLECTION, "a") is False
    again, is_new = router.put(COLLECTION, "a", {"n": 6})
    assert is_new
    assert again
    assert again > first + 2


@pytest.mark.parametrize("expected", [0, 1, None])
def test_who_has_given_a_slot_up_does_not_say_what_is_there(expected: int | None, fleet: Fleet) -> None:
    router = fleet.stale_router()
    slot, owner = fleet.table.read().slot("a"), router.route("a")
    other = next(label for label in fleet.clusters if label != owner)
    move = Move(id="m1", source=owner, target=other, slots=(slot,))
    with fleet.connect(owner) as source:
        ownership.freeze(source, move)
        assert ownership.release(source, move, 2)
    with pytest.raises(NotOwnerError):
        router.put(COLLECTION, "a", {}, expected)
    with pytest.raises(NotOwnerError):
        router.delete(COLLECTION, "a", expected or None)


def test_workloads_do_not_delete_what_has_left_or_is_to_come(fleet: Fleet) -> None:
    router = fleet.router()
    router.put(COLLECTION, "a", {})
    owner = router.route("a")
    fleet.rows(owner, "UPDATE groot.slots SET state = 'moved'")
    connect = replace(fleet.connector(), user=APPLICATION_USER)
    with connect(fleet.clusters[owner].address) as connection:
        connection.run("SET groot.sweep = 'on'")
        with pytest.raises(DatabaseError, match="GR001"):
            connection.run("DELETE FROM groot.records")
