"""What a region's rollout tells, at each step of its controller, and what is done to it."""

from typing import Any

import pytest

from functions._shared.kubernetes import NOT_FOUND, ApiError
from functions.lockstep.core import Action, End, Report
from functions.lockstep.errors import UnnumberedError
from tests.functions.lockstep.clusters import GATES, STEPS, Cluster


def told(cluster: Cluster) -> Report:
    seen = cluster.rollout().read()
    assert seen
    return seen.report


def report(**more: Any) -> Report:
    return Report(**{"release": 2, "gates": GATES, "reached": 0, **more})


def at_gate(gate: int) -> Cluster:
    """Return a cluster whose release 2 stands at *gate*."""
    cluster = Cluster()
    cluster.feed(2)
    for _ in range(gate):
        while not told(cluster).waiting:
            cluster.reconcile()
        if told(cluster).reached < gate:
            act(cluster, Action.PROMOTE)
    return cluster


def act(cluster: Cluster, action: Action) -> bool:
    rollout = cluster.rollout()
    seen = rollout.read()
    assert seen
    return rollout.act(action, seen)


def test_gates_are_counted_as_they_are_come_to_and_passed() -> None:
    cluster = Cluster()
    assert told(cluster) == report(release=1, reached=GATES, end=End.COMPLETE)
    cluster.feed(2)
    found = [told(cluster)]
    while not cluster.complete:
        if found[-1].waiting:
            act(cluster, Action.PROMOTE)
        else:
            cluster.reconcile()
        if told(cluster) != found[-1]:
            found.append(told(cluster))
    gates = [report(reached=gate, waiting=waiting) for gate in range(1, GATES + 1) for waiting in (True, False)]
    assert found == [report(), *gates, report(reached=GATES, end=End.COMPLETE)]


def test_what_goes_back_has_failed_whoever_did_it() -> None:
    by_hand, by_itself = at_gate(2), at_gate(2)
    assert act(by_hand, Action.ABORT)
    by_itself.fail()
    assert told(by_hand) == told(by_itself) == report(end=End.FAILED)


def test_nothing_is_done_to_what_has_changed_since_it_was_read() -> None:
    for action in Action:
        cluster = at_gate(1)
        rollout, seen = cluster.rollout(), cluster.rollout().read()
        assert seen
        cluster.feed(3)
        assert not rollout.act(action, seen)
        assert cluster.patched == []


def test_a_change_is_spoken_of_once_its_controller_has_seen_it() -> None:
    cluster = at_gate(1)
    cluster.status["observedGeneration"] = "0"
    assert cluster.rollout().read() is None


def test_a_cluster_without_a_rollout_or_a_stable_one_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Cluster()
    first.status["stableRS"] = ""
    assert first.rollout().read() is None

    def missing(*_: Any) -> None:
        raise ApiError(NOT_FOUND, "the server could not find the requested resource")

    monkeypatch.setattr(first, "request", missing)
    assert first.rollout().read() is None


def test_something_new_under_a_number_that_runs_already_is_refused() -> None:
    cluster = Cluster()
    cluster.feed(1, template="other")
    with pytest.raises(UnnumberedError, match="given something new as release 1 again: raise it"):
        cluster.rollout().read()


def test_pods_without_a_number_are_refused() -> None:
    cluster = at_gate(1)
    cluster.numbers["hash-2"] = ""
    with pytest.raises(UnnumberedError, match="pods of api-hash-2 have no number in groot/release"):
        cluster.rollout().read()


def test_steps_have_as_many_gates_as_the_tests_say() -> None:
    assert sum(step.get("pause") == {} for step in STEPS) == GATES
