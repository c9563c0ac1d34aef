"""What there is in a small platform at one moment, for `model.py`: rollouts, runs, the record and what it has said.

Times are kept relative to now and no older than matters, so that there are finitely many states: the code that decides
only ever compares differences.
"""

from dataclasses import replace
from typing import Any, NamedTuple

from functions.lockstep import core
from functions.lockstep.core import Action, End, Record, Report

LEASE, STEP, TICK = 0.5, 1.5, 1.0
"""One tick loses whoever hasn't written since; the second after a step was opened is too late for it."""


class Run(NamedTuple):
    """A run of a region's, and what it has read until now."""

    region: int
    saw: Report
    stage: str = "rollout"
    before: Record | None = None
    after: Record | None = None
    acts: Action | None = None


class State(NamedTuple):
    """Everything there is."""

    rollouts: tuple[Report, ...]
    record: Record | None
    cut: frozenset[int] = frozenset()
    runs: tuple[Run, ...] = ()
    opened: tuple[int, ...] = (1,)
    """By release, the furthest step that was ever opened."""
    outcome: tuple[str, ...] = ("",)
    failures: int = 0
    cuts: int = 0


class BrokenError(AssertionError):
    """A property doesn't hold."""


class Frozen(dict[str, core.Region]):
    """A record's regions, for a state that is kept in sets."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


def aged(state: State) -> State:
    """Return *state* a tick later."""
    runs = tuple(run._replace(before=_older(run.before), after=_older(run.after)) for run in state.runs)
    return state._replace(record=_older(state.record), runs=runs)


def _older(record: Record | None) -> Record | None:
    if record is None:
        return None
    seen = {name: replace(each, seen=max(each.seen - TICK, -TICK)) for name, each in record.regions.items()}
    return replace(record, since=max(record.since - TICK, -2 * TICK), regions=Frozen(seen))


def frozen(record: Record | None) -> Record | None:
    """Return *record* as a set can hold it."""
    return replace(record, regions=Frozen(record.regions)) if record else None


def arrived(rollout: Report) -> Report:
    """Return *rollout* at its next gate, or at its end."""
    if rollout.reached == rollout.gates:
        return replace(rollout, end=End.COMPLETE)
    return replace(rollout, reached=rollout.reached + 1, waiting=True)


def acted(rollout: Report, acts: Action) -> Report:
    """Return what *acts* makes of *rollout*."""
    return replace(rollout, waiting=False, end=End.FAILED if acts is Action.ABORT else None)


def with_rollout(state: State, region: int, rollout: Report) -> State:
    """Return *state* with another rollout in *region*."""
    return state._replace(rollouts=put(state.rollouts, region, rollout))


def with_run(state: State, run: Run) -> State:
    """Return *state* with one more run; their order says nothing."""
    return state._replace(runs=tuple(sorted((*state.runs, run), key=hash)))


def put(values: tuple[Any, ...], place: int, value: Any) -> tuple[Any, ...]:
    """Return *values* with another in *place*."""
    return (*values[:place], value, *values[place + 1 :])
