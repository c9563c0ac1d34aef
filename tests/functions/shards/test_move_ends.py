"""How a move ends that isn't left to itself: cancelled, unlike, too slow, or made by two."""

import re
import time

import pytest

from functions._shared.shard_table import Address
from functions.rebalancer import ownership
from functions.rebalancer.core import BEFORE_RELEASE, Rebalancer
from functions.rebalancer.errors import BusyError, RebalancerError, TooLateError
from functions.rebalancer.migrations import Migration, migrate
from functions.rebalancer.state import Rebalancing, StateTable, Step
from tests.functions.shards.fleet import REGION, THREE, TOKEN, TWO, Fleet
from tests.functions.shards.load import Load


def finish(fleet: Fleet) -> Rebalancing:
    return fleet.rebalancer().run(until=time.monotonic() + 60)


def until(fleet: Fleet, step: Step) -> Rebalancing:
    """Run until *step* is next, and return how far that is."""

    class Reached(BaseException):
        pass

    class Runner(Rebalancer):
        def _advance(self, state: Rebalancing) -> Rebalancing:
            if state.step == step:
                raise Reached
            return super()._advance(state)

    with pytest.raises(Reached):
        Runner(fleet.table, fleet.connect, fleet.conninfo, clock=time.monotonic, sleep=time.sleep).run(
            until=time.monotonic() + 60
        )
    state = StateTable(fleet.table).read()
    assert state
    return state


def insert_orders(fleet: Fleet, count: int) -> None:
    router = fleet.router()
    for number in range(count):
        router.insert("orders", f"order-{number}", {"number": number})


def count_orders(fleet: Fleet) -> int:
    found = fleet.router().aggregate("orders", "number")
    assert not found.missing
    return found.figures.count


def test_cancelled_after_any_step_it_leaves_everything_as_it_was(fleet: Fleet) -> None:
    load = Load(fleet)
    before = fleet.table.read().owners
    with load.running():
        for step in sorted(BEFORE_RELEASE, key=list(Step).index):
            fleet.rebalancer().start(THREE, slots_per_move=4096)
            until(fleet, step)
            fleet.rebalancer().cancel()
            with pytest.raises(BusyError, match="already"):
                fleet.rebalancer().start(THREE)
            assert finish(fleet).step == Step.CANCELLED, step
            assert fleet.table.read().move is None
    assert fleet.table.read().owners == before
    load.assert_whole()


def test_cancelled_when_its_move_was_announced_and_that_not_kept_it_takes_the_move_back(fleet: Fleet) -> None:
    state = fleet.rebalancer().start(THREE, slots_per_move=4096)
    fleet.rebalancer()._advance(state)
    assert fleet.table.read().move
    fleet.rebalancer().cancel()
    assert finish(fleet).step == Step.CANCELLED
    assert fleet.table.read().move is None


def test_what_has_left_its_shard_is_not_cancelled(fleet: Fleet) -> None:
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    until(fleet, Step.TAKE)
    with pytest.raises(TooLateError, match="the next step is take"):
        fleet.rebalancer().cancel()
    assert finish(fleet).step == Step.DONE


def test_cancelled_between_the_release_and_the_note_of_it_the_move_is_finished(fleet: Fleet) -> None:
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    state = until(fleet, Step.RELEASE)
    fleet.rebalancer()._advance(state)
    fleet.rebalancer().cancel()
    assert finish(fleet).step == Step.DONE
    assert fleet.table.read().labels == THREE


def test_a_copy_that_differs_is_told_and_not_cut_over(fleet: Fleet) -> None:
    insert_orders(fleet, 100)
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    until(fleet, Step.VERIFY)
    with fleet.connect("shard-002") as target:
        target.run("BEGIN")
        target.run("SET LOCAL groot.sweep = 'on'")
        target.run("DELETE FROM groot.records WHERE key = (SELECT min(key) FROM groot.records)")
        target.run("COMMIT")
    state = finish(fleet)
    assert state.step == Step.CANCELLED
    assert re.match(r"shard-000 has \d+ records of digest -?\d+, and its copy in shard-002 \d+ of", state.reason)
    assert fleet.table.read().labels == TWO
    assert count_orders(fleet) == 100


def halt(fleet: Fleet, state: Rebalancing, word: str) -> None:
    """Have the target apply nothing more, or go on."""
    assert state.move
    fleet.rows(state.move.target, f"ALTER SUBSCRIPTION groot_{state.move.id} {word}")


def test_slots_that_were_frozen_for_too_long_are_written_again_and_frozen_anew(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever froze them may have died: nobody is blocked until somebody finds out."""
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    with monkeypatch.context() as patch:
        patch.setattr(ownership, "FROZEN_SECONDS", 0)
        state = until(fleet, Step.RELEASE)
    halt(fleet, state, "DISABLE")
    insert_orders(fleet, 50)
    assert fleet.rebalancer()._advance(state).step == Step.FOLLOW
    halt(fleet, state, "ENABLE")
    assert finish(fleet).step == Step.DONE
    assert count_orders(fleet) == 50


def test_what_was_written_before_the_freeze_is_waited_for(fleet: Fleet) -> None:
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    halt(fleet, until(fleet, Step.FREEZE), "DISABLE")
    insert_orders(fleet, 50)
    state = until(fleet, Step.DRAIN)
    assert fleet.rebalancer()._advance(state) == state
    halt(fleet, state, "ENABLE")
    assert finish(fleet).step == Step.DONE
    assert count_orders(fleet) == 50


def test_a_freeze_waits_for_writers_under_way(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownership, "FROZEN_SECONDS", 1)
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    state = until(fleet, Step.FREEZE)
    assert state.move
    with fleet.connect(state.move.source) as writer:
        writer.run("BEGIN")
        writer.run(f"INSERT INTO groot.records VALUES ({state.move.slots[0]}, 'orders', 'open', '{{}}')")
        with pytest.raises(RebalancerError, match="lock timeout"):
            finish(fleet)
        writer.run("COMMIT")
    assert finish(fleet).step == Step.DONE
    assert count_orders(fleet) == 1


def test_what_can_never_be_verified_in_time_is_given_up(fleet: Fleet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownership, "FROZEN_SECONDS", 0)
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    state = finish(fleet)
    assert (state.step, state.tries) == (Step.CANCELLED, 5)
    assert state.reason.endswith("plan smaller moves")


def test_of_two_processes_the_late_one_stops_and_has_changed_nothing(fleet: Fleet) -> None:
    insert_orders(fleet, 100)
    fleet.rebalancer().start(THREE, slots_per_move=8192)
    late = until(fleet, Step.SUBSCRIBE)
    until(fleet, Step.SWEEP)
    rebalancer = fleet.rebalancer()
    for step in (Step.EXPECT, Step.SUBSCRIBE, Step.FREEZE):
        with pytest.raises(RebalancerError):
            rebalancer._advance(late.to(step))
    for step in (Step.TAKE, Step.SETTLE):
        rebalancer._advance(late.to(step))
    assert rebalancer._advance(late.to(Step.CANCEL)).step == Step.TAKE
    with pytest.raises(BusyError, match="another process"):
        StateTable(fleet.table).write(late.to(Step.FOLLOW), late)
    rebalancer._hang_up()
    assert finish(fleet).step == Step.DONE
    assert count_orders(fleet) == 100


def test_a_process_that_comes_late_does_not_delete_what_another_copies(fleet: Fleet) -> None:
    insert_orders(fleet, 100)
    fleet.rebalancer().start(THREE, slots_per_move=4096)
    late = until(fleet, Step.VERIFY)
    rebalancer = fleet.rebalancer()
    rebalancer._advance(late.to(Step.EXPECT))
    rebalancer._hang_up()
    assert finish(fleet).step == Step.DONE
    assert count_orders(fleet) == 100


def test_a_shard_that_is_down_stops_a_move_until_it_is_back(fleet: Fleet) -> None:
    insert_orders(fleet, 20)
    fleet.rebalancer().start(THREE, slots_per_move=8192)
    until(fleet, Step.FOLLOW)
    fleet.clusters["shard-002"].stop()
    with pytest.raises((RebalancerError), match="the step follow failed"):
        finish(fleet)
    fleet.clusters["shard-002"].start()
    assert finish(fleet).step == Step.DONE
    assert count_orders(fleet) == 20


def test_slots_move_between_shards_of_one_schema_alone(fleet: Fleet) -> None:
    migration = Migration(number=8, name="0008_tags", sql="ALTER TABLE groot.records ADD tags text[]")
    migrate(TWO, fleet.connect, [migration])
    fleet.rebalancer().start(THREE, slots_per_move=8192)
    with pytest.raises(RebalancerError, match="shard-000 and shard-002 have other migrations: migrate all"):
        finish(fleet)
    migrate(THREE, fleet.connect, [migration])
    assert finish(fleet).step == Step.DONE


def test_no_log_has_the_token_by_which_a_shard_copies(fleet: Fleet) -> None:
    fleet.rebalancer().start(THREE, slots_per_move=8192)
    assert finish(fleet).step == Step.DONE
    logs = [(cluster.folder / "log").read_text() for cluster in fleet.clusters.values()]
    assert all("CREATE PUBLICATION" in log for log in logs[:2])
    assert not any(TOKEN in log for log in logs)


def test_an_answer_does_not_lack_a_shard_that_holds_nothing_yet(fleet: Fleet) -> None:
    insert_orders(fleet, 20)
    fleet.rebalancer().start(THREE, slots_per_move=8192)
    until(fleet, Step.EXPECT)
    fleet.address("shard-002", Address(host="127.0.0.1", port=1, region=REGION))
    assert fleet.table.read().labels == THREE
    assert count_orders(fleet) == 20
