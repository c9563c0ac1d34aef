"""Rebalancing: a plan, and its moves one after the other, each in steps that may be done again.

A step is done, then kept as done. Whoever is killed in between is followed by somebody who does it once more.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from itertools import takewhile

from pg8000.native import Connection

from functions._shared.shard_map import Move
from functions._shared.shard_table import ShardTable
from functions.rebalancer import ownership, replication
from functions.rebalancer.database import FAULTS, message
from functions.rebalancer.errors import BusyError, RebalancerError, TooLateError, UnlikeError
from functions.rebalancer.migrations import applied
from functions.rebalancer.plan import SLOTS_PER_MOVE, Share, plan
from functions.rebalancer.state import FINISHED, Rebalancing, StateTable, Step

POLL_SECONDS = 0.05
"""Between two looks at a copy."""
MAX_TRIES = 5
"""Times that a move's slots are frozen and thaw again before it is given up: it is too large to be verified in time."""
BEFORE_RELEASE = frozenset(takewhile(lambda step: step is not Step.TAKE, Step))
"""Steps before which a move can be cancelled."""


class Rebalancer:
    """Moves slots between shards."""

    def __init__(
        self,
        table: ShardTable,
        connect: Callable[[str], Connection],
        conninfo: Callable[[str], str],
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        """*connect* opens a connection to a shard's writer, as its schema's owner; *conninfo* says how another shard
        connects to copy from it (PostgreSQL, "Connection Strings")."""
        self._table, self._states = table, StateTable(table)
        self._connect, self._conninfo = connect, conninfo
        self._clock, self._sleep = clock, sleep
        self._connections: dict[str, Connection] = {}
        self._steps: Mapping[Step, Callable[[Rebalancing, Move], Rebalancing]] = {
            Step.EXPECT: self._expect,
            Step.PUBLISH: self._publish,
            Step.SUBSCRIBE: self._subscribe,
            Step.FOLLOW: self._follow,
            Step.FREEZE: self._freeze,
            Step.DRAIN: self._drain,
            Step.VERIFY: self._verify,
            Step.RELEASE: self._release,
            Step.TAKE: self._take,
            Step.SETTLE: self._settle,
            Step.END: self._end,
            Step.SWEEP: self._sweep,
            Step.CANCEL: self._cancel,
            Step.RETRACT: self._retract,
            Step.WITHDRAW: self._withdraw,
        }

    def plan(self, labels: Collection[str], slots_per_move: int = SLOTS_PER_MOVE) -> tuple[Share, ...]:
        """Return what would move so that the shards *labels* hold equally many slots; raises RebalancerError."""
        return plan(self._table.read().owners, labels, slots_per_move)

    def start(self, labels: Collection[str], slots_per_move: int = SLOTS_PER_MOVE) -> Rebalancing:
        """Make the plan and keep it, for `run`.

        Raises:
            BusyError: another one is under way.
        """
        before = self._states.read()
        if before and before.step not in FINISHED:
            raise BusyError("shards are being rebalanced already: let that end, or cancel it")
        shares = self.plan(labels, slots_per_move)
        step = Step.ANNOUNCE if shares else Step.DONE
        return self._states.write(Rebalancing(shares=shares, step=step), before)

    def run(self, until: float) -> Rebalancing:
        """Go on until all is done, or the clock shows *until*, and return how far it is.

        Raises:
            RebalancerError: it can't go on; run again, it begins with the step that failed.
        """
        state = self._current()
        try:
            while state.step not in FINISHED and self._clock() < until:
                after = self._try(state)
                if after == state:
                    self._sleep(POLL_SECONDS)
                else:
                    state = self._states.write(after, state)
        finally:
            self._hang_up()
        return state

    def cancel(self) -> Rebalancing:
        """Have the move under way taken back, and no other made, by `run`.

        Raises:
            TooLateError: its slots have left the source.
        """
        state = self._current()
        if state.step not in BEFORE_RELEASE:
            raise TooLateError(f"nothing is left to cancel: the next step is {state.step}")
        return self._states.write(state.to(Step.CANCEL, reason="cancelled by a person"), state)

    def _current(self) -> Rebalancing:
        if state := self._states.read():
            return state
        raise RebalancerError("no rebalancing has been started")

    def _try(self, state: Rebalancing) -> Rebalancing:
        try:
            return self._advance(state)
        except FAULTS as fault:
            raise RebalancerError(f"the step {state.step} failed: {message(fault)} ({state.move})") from None

    def _advance(self, state: Rebalancing) -> Rebalancing:
        if state.step is Step.ANNOUNCE:
            return self._announce(state)
        if not (move := state.move or self._table.read().move):
            return state.to(Step.CANCELLED)
        return self._steps[state.step](state, move)

    def _announce(self, state: Rebalancing) -> Rebalancing:
        current, share = self._table.read(), state.shares[state.made]
        move = current.move
        if move and (move.source, move.target, move.slots) != (share.source, share.target, share.slots):
            raise RebalancerError(f"the map announces a move that isn't planned: cancel, and start again ({move})")
        if not move:
            move = Move(id=f"v{current.version + 1}", source=share.source, target=share.target, slots=share.slots)
            self._table.publish(current.announcing(move))
        return state.to(Step.EXPECT, move=move)

    def _expect(self, state: Rebalancing, move: Move) -> Rebalancing:
        source, target = self._of(move.source), self._of(move.target)
        if applied(source) != applied(target):
            raise RebalancerError(f"{move.source} and {move.target} have other migrations: migrate all, and run again")
        ownership.expect(target, move)
        return state.to(Step.PUBLISH)

    def _publish(self, state: Rebalancing, move: Move) -> Rebalancing:
        replication.publish(self._of(move.source), move)
        return state.to(Step.SUBSCRIBE)

    def _subscribe(self, state: Rebalancing, move: Move) -> Rebalancing:
        replication.subscribe(self._of(move.target), move, self._conninfo(move.source))
        return state.to(Step.FOLLOW)

    def _follow(self, state: Rebalancing, move: Move) -> Rebalancing:
        near = replication.near(self._of(move.source), self._of(move.target), move)
        return state.to(Step.FREEZE) if near else state

    def _freeze(self, state: Rebalancing, move: Move) -> Rebalancing:
        if state.tries == MAX_TRIES:
            reason = f"its slots thawed {MAX_TRIES} times before all was copied and verified: plan smaller moves"
            return state.to(Step.CANCEL, reason=reason)
        position = ownership.freeze(self._of(move.source), move)
        return state.to(Step.DRAIN, position=position, tries=state.tries + 1)

    def _drain(self, state: Rebalancing, move: Move) -> Rebalancing:
        source = self._of(move.source)
        if replication.reached(source, move, state.position):
            return state.to(Step.VERIFY)
        return state if ownership.frozen(source, move) else state.to(Step.FOLLOW)

    def _verify(self, state: Rebalancing, move: Move) -> Rebalancing:
        try:
            replication.compare(self._of(move.source), self._of(move.target), move)
        except UnlikeError as fault:
            if ownership.frozen(self._of(move.source), move):
                return state.to(Step.CANCEL, reason=str(fault))
            return state.to(Step.FOLLOW)
        return state.to(Step.RELEASE)

    def _release(self, state: Rebalancing, move: Move) -> Rebalancing:
        released = ownership.release(self._of(move.source), move, self._table.read().version + 1)
        return state.to(Step.TAKE if released else Step.FOLLOW)

    def _take(self, state: Rebalancing, move: Move) -> Rebalancing:
        ownership.take(self._of(move.target), move, self._table.read().version + 1)
        return state.to(Step.SETTLE)

    def _settle(self, state: Rebalancing, move: Move) -> Rebalancing:
        self._close_move(move, moved=True)
        return state.to(Step.END)

    def _end(self, state: Rebalancing, move: Move) -> Rebalancing:
        replication.end(self._of(move.source), self._of(move.target), move, self._conninfo(move.source))
        return state.to(Step.SWEEP)

    def _sweep(self, state: Rebalancing, move: Move) -> Rebalancing:
        ownership.sweep(self._of(move.source), move, "moved")
        made = state.made + 1
        step = Step.DONE if made == len(state.shares) else Step.ANNOUNCE
        return state.to(step, made=made, move=None, position="", tries=0)

    def _cancel(self, state: Rebalancing, move: Move) -> Rebalancing:
        try:
            ownership.thaw(self._of(move.source), move)
        except TooLateError:
            return state.to(Step.TAKE, reason="")
        return state.to(Step.RETRACT)

    def _retract(self, state: Rebalancing, move: Move) -> Rebalancing:
        replication.end(self._of(move.source), self._of(move.target), move, self._conninfo(move.source))
        ownership.forget(self._of(move.target), move)
        return state.to(Step.WITHDRAW)

    def _withdraw(self, state: Rebalancing, move: Move) -> Rebalancing:
        self._close_move(move, moved=False)
        return state.to(Step.CANCELLED, move=None)

    def _close_move(self, move: Move, *, moved: bool) -> None:
        current = self._table.read()
        if current.move and current.move.id == move.id:
            self._table.publish(current.settled(moved=moved))

    def _of(self, label: str) -> Connection:
        if label not in self._connections:
            self._connections[label] = self._connect(label)
        return self._connections[label]

    def _hang_up(self) -> None:
        for connection in self._connections.values():
            with suppress(*FAULTS):
                connection.close()
        self._connections.clear()
