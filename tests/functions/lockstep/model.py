"""All that may happen to a release in small platforms, step by step, with the code that decides at its heart.

What is played: rollouts that arrive, fail or are fed anew at any time; runs, several at once and doubled, that read the
rollout, then the record, then write it unless it changed, then act unless the rollout changed, and may end or wait
between any two of these, so that all they hold is stale; regions cut off from the record; and clocks.

The properties:

- *No region a step ahead*: a step is opened only when the rollouts of all regions that hold a lease have come to it,
  and no rollout has passed a gate that wasn't opened.
- *A failure reverts all*: a release that failed before it was sealed is finished nowhere.
- *Revert and complete never both final*: a sealed release is never reverted, nor one that reverts ever sealed.
- *Always ends, and no lost region holds the others for ever*: when faults stop but who is cut off stays so, and not all
  are, the record is final after some rounds, and every region in reach has what was decided.
- *Who returns is brought to what was decided*: the same holds of all regions once those are back.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from functions.lockstep import core
from functions.lockstep.core import FINAL, End, Phase, Record, Report
from tests.functions.lockstep.state import (
    LEASE,
    BrokenError,
    Run,
    State,
    acted,
    aged,
    arrived,
    frozen,
    put,
    with_rollout,
    with_run,
)

ROUNDS = 40


@dataclass(frozen=True)
class Model:
    """A platform of *regions* whose rollouts have *gates*, and how much may go wrong in it."""

    regions: int
    gates: int
    releases: int = 1
    failures: int = 1
    cuts: int = 1
    runs: int = 1
    stale: bool = False
    """Runs may wait between reading and writing the record, too; else a write that succeeds read what it replaces."""

    def start(self) -> State:
        """Return the state in which every region completed a release before, and the first one isn't fed yet."""
        old = Report(release=-1, gates=self.gates, reached=self.gates, end=End.COMPLETE)
        count = self.releases
        return State(rollouts=(old,) * self.regions, record=None, opened=(1,) * count, outcome=("",) * count)

    def explore(self) -> set[State]:
        """Return all states that can come about.

        Raises:
            BrokenError: what is asked of every state and every step doesn't hold.
        """
        known, ahead = {self.start()}, deque([self.start()])
        while ahead:
            for state in self.after(ahead.popleft()):
                if state not in known:
                    self.holds(state)
                    known.add(state)
                    ahead.append(state)
        return known

    def after(self, state: State) -> Iterator[State]:
        """Yield what may come next."""
        yield aged(state)
        for region in range(self.regions):
            yield from self._in_region(state, region)
        for place, run in enumerate(state.runs):
            without = state._replace(runs=state.runs[:place] + state.runs[place + 1 :])
            yield without
            yield from self.goes_on(without, run)

    def _in_region(self, state: State, region: int) -> Iterator[State]:
        rollout, is_cut = state.rollouts[region], region in state.cut
        if rollout.end is None:
            if not rollout.waiting:
                yield with_rollout(state, region, arrived(rollout))
            if state.failures < self.failures:
                failed = with_rollout(state, region, replace(rollout, end=End.FAILED, waiting=False))
                yield failed._replace(failures=state.failures + 1)
        if rollout.release + 1 < self.releases:
            yield with_rollout(state, region, self._fed(rollout))
        if is_cut:
            yield state._replace(cut=state.cut - {region})
        else:
            if state.cuts < self.cuts:
                yield state._replace(cut=state.cut | {region}, cuts=state.cuts + 1)
            if len(state.runs) < self.runs:
                yield with_run(state, Run(region, rollout))

    def _fed(self, rollout: Report) -> Report:
        return Report(release=rollout.release + 1, gates=self.gates, reached=1, waiting=True)

    def goes_on(self, state: State, run: Run) -> Iterator[State]:
        """Yield what is after the next step of *run*, which isn't among the state's any more."""
        if run.stage == "act":
            if run.acts and state.rollouts[run.region] == run.saw:
                yield with_rollout(state, run.region, acted(run.saw, run.acts))
        elif run.region in state.cut:
            return
        elif run.stage == "rollout":
            names = [str(number) for number in range(self.regions)]
            after = core.decide(state.record, names, names[run.region], run.saw, 0.0)
            write = run._replace(stage="write", before=state.record, after=frozen(after))
            yield from [with_run(state, write)] if self.stale else self.goes_on(state, write)
        elif state.record == run.before:
            acts = core.action(run.after, run.saw)
            written = self._written(state, run.after)
            yield with_run(written, Run(run.region, run.saw, "act", acts=acts)) if acts else written

    def _written(self, state: State, record: Record | None) -> State:
        if record is None:
            return state
        release, phase = record.release, record.phase
        step = record.gates + 1 if phase is Phase.SEALED else record.step
        if step > state.opened[release]:
            for name in (name for name, each in record.regions.items() if -each.seen <= LEASE):
                rollout = state.rollouts[int(name)]
                if rollout.release < release or (rollout.release == record.release and rollout.reached < step - 1):
                    raise BrokenError(f"step {step} was opened before {name} had come to it")
        outcome = {Phase.SEALED: "sealed", Phase.ROLLING: ""}.get(phase, "reverted")
        if state.outcome[release] not in ("", outcome):
            raise BrokenError(f"the release was {state.outcome[release]} and is {outcome or phase}")
        return state._replace(
            record=record,
            opened=put(state.opened, release, max(step, state.opened[release])),
            outcome=put(state.outcome, release, outcome),
        )

    def holds(self, state: State) -> None:
        """Ask of *state* what holds of every one."""
        for rollout in state.rollouts:
            release = rollout.release
            if release < 0 or rollout.end is End.FAILED:
                continue
            complete = rollout.end is End.COMPLETE
            if rollout.reached - rollout.waiting >= state.opened[release]:
                raise BrokenError("a region is a step ahead")
            if complete and state.outcome[release] != "sealed":
                raise BrokenError("a release is finished that wasn't sealed")

    def settles(self, states: Iterable[State]) -> None:
        """Ask that all *states* come to an end when faults stop, without those who are cut off, then with them."""
        good = set[State]()
        for state in states:
            self._settles(state._replace(runs=(), failures=0, cuts=0), good)

    def _settles(self, state: State, good: set[State]) -> None:
        """Follow *state* to one of those that are known to be *good*, or to where nothing changes any more."""
        path = list[State]()
        while state not in good and state not in path[-3:]:
            path.append(state)
            if len(path) > ROUNDS:
                raise BrokenError(f"it doesn't end: {state}")
            state = self._round(state)
        if state not in good:
            if len(state.cut) < self.regions:
                self._ended(state)
            if state.cut:
                self._settles(state._replace(cut=frozenset()), good)
        good.update(path)

    def _round(self, state: State) -> State:
        for region in range(self.regions):
            if region in state.cut:
                continue
            state = state._replace(runs=())
            ahead = [with_run(state, Run(region, state.rollouts[region]))]
            while ahead:
                state = ahead[0]
                ahead = list(self.goes_on(state._replace(runs=()), state.runs[0])) if state.runs else []
            state = state._replace(runs=())
            if not (rollout := state.rollouts[region]).waiting and rollout.end is None:
                state = with_rollout(state, region, arrived(rollout))
            self.holds(state)
        return aged(state)

    def _ended(self, state: State) -> None:
        record = state.record
        if record and record.phase not in FINAL:
            raise BrokenError(f"it doesn't end: {state}")
        for at, rollout in enumerate(state.rollouts):
            if at in state.cut or rollout.end is not None:
                continue
            if record is None or rollout.release >= record.release:
                raise BrokenError(f"region {at} isn't brought to what was decided: {state}")
            if rollout.reached > 1 or not rollout.waiting:
                raise BrokenError(f"region {at} carries what others have left behind: {state}")
