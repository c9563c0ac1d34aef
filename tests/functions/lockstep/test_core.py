"""What is decided on a release in step, in all that may happen to it where platforms are small (`model.py`)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.lockstep import core
from functions.lockstep.core import Action, End, Phase, Record, Region, Report
from tests.functions.lockstep.model import Model
from tests.functions.lockstep.state import LEASE, STEP, BrokenError

NAMES = ["a", "b"]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give leases and steps the model's length."""
    monkeypatch.setattr(core, "LEASE", LEASE)
    monkeypatch.setattr(core, "STEP", STEP)


def explored(model: Model) -> int:
    """Return how many states *model* has, in all of which the properties hold."""
    states = model.explore()
    model.settles(states)
    assert {outcome for state in states for outcome in state.outcome} == {"", "sealed", "reverted"}
    assert max(state.opened[0] for state in states) == model.gates + 1
    return len(states)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("model", "at_least"),
    [
        (Model(regions=2, gates=2), 100_000),
        (Model(regions=1, gates=2, runs=2, stale=True), 10_000),
        (Model(regions=2, gates=1, runs=2, failures=0, cuts=0), 20_000),
        (Model(regions=2, gates=1, releases=2, failures=0, cuts=0), 20_000),
    ],
    ids=["faults", "doubled runs on stale reads", "doubled runs", "releases one after another"],
)
def test_in_all_that_may_happen_the_properties_hold(model: Model, at_least: int) -> None:
    assert explored(model) > at_least


def _action(change: Callable[[Action | None, Record | None, Report], Action | None]) -> dict[str, Any]:
    original = core.action
    return {"action": lambda record, report: change(original(record, report), record, report)}  # pyright: ignore


def _advance(change: Callable[[Record, Record, Report], Record]) -> dict[str, Any]:
    original = vars(core)["_advance"]
    return {"_advance": lambda before, report, now: change(original(before, report, now), before, report)}  # pyright: ignore


def _unsealed(found: Record, _before: Record, report: Report) -> Record:
    failed = found.phase is Phase.SEALED and report.end is End.FAILED
    return replace(found, phase=Phase.REVERTING) if failed else found


MUTATIONS: dict[str, dict[str, Any]] = {
    "regions pass gates without leave": _action(
        lambda found, record, report: found or (Action.PROMOTE if record and report.waiting else None)
    ),
    "nobody is aborted": _action(lambda found, _record, _report: None if found is Action.ABORT else found),
    "the barrier waits for nobody": {"live": lambda _record, _now: []},  # pyright: ignore
    "nobody is ever lost or late": {"LEASE": 1e9, "STEP": 1e9},
    "failures are overlooked, and nothing is late": {"_failed": lambda _record, _report: False, "STEP": 1e9},  # pyright: ignore
    "what is sealed reverts": _advance(_unsealed),
    "a revert is forgotten": _advance(
        lambda found, _before, _report: replace(found, phase=Phase.ROLLING) if found.phase is Phase.REVERTING else found
    ),
    "nothing is sealed": _advance(lambda found, before, _report: before if found.phase is Phase.SEALED else found),
    "steps are opened before all have come": _advance(
        lambda found, before, _report: replace(found, step=found.gates) if before.phase is Phase.ROLLING else found
    ),
}


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("changed", MUTATIONS)
def test_code_that_decides_otherwise_is_caught(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in MUTATIONS[changed].items():
        monkeypatch.setattr(core, name, value)
    model = Model(regions=2, gates=2 if "before all" in changed else 1)
    with pytest.raises(BrokenError):
        model.settles(model.explore())


def report(**more: Any) -> Report:
    return Report(**{"release": 2, "gates": 2, "reached": 1, "waiting": True, **more})


def rolling(**more: Any) -> Record:
    regions = {name: Region(seen=0.0, reached=1) for name in NAMES}
    return Record(**{"release": 2, "gates": 2, "since": 0.0, "regions": regions, **more})


def test_what_was_finished_by_hand_or_has_other_gates_fails() -> None:
    for told in (report(end=End.COMPLETE), report(gates=3), report(reached=2)):
        found = core.decide(rolling(), NAMES, "a", told, 1.0)
        assert found is not None
        assert found.phase is Phase.REVERTING


def test_an_older_release_is_not_begun_again() -> None:
    sealed = rolling(phase=Phase.SEALED)
    found = core.decide(sealed, NAMES, "a", report(release=1), 1.0)
    assert found is not None
    assert (found.release, found.phase) == (2, Phase.SEALED)
    assert core.action(found, report(release=1)) is None
    assert core.action(found, report(release=1, reached=2)) is Action.ABORT


def test_who_returns_goes_on_by_one_gate_at_a_time_or_back() -> None:
    assert core.action(rolling(step=2), report()) is Action.PROMOTE
    assert core.action(rolling(step=2), report(reached=2)) is None
    assert core.action(rolling(phase=Phase.SEALED), report(reached=2)) is Action.PROMOTE
    assert core.action(rolling(phase=Phase.REVERTED), report(reached=2)) is Action.ABORT
