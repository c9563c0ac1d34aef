"""Rebalancing: a plan, and its moves one after the other, each in steps that may be done again.

A step is done, then kept as done. Whoever is killed in between is followed by somebody who does it once more.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from itertools import takewhile

from pg8000.native import Connection

from functions._shared.shard_table import ShardTable
from functions.rebalancer.database import FAULTS, message
from functions.rebalancer.errors import BusyError, RebalancerError, TooLateError
from functions.rebalancer.moves import Moves
from functions.rebalancer.plan import SLOTS_PER_MOVE, Share, plan
from functions.rebalancer.state import FINISHED, Rebalancing, StateTable, Step

POLL_SECONDS = 0.05
"""Between two looks at a copy."""
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
        self._connect = connect
        self._clock, self._sleep = clock, sleep
        self._connections: dict[str, Connection] = {}
        self._moves = Moves(table, self._of, conninfo)

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

    def go_on(self, until: float) -> Rebalancing | None:
        """As `run`, or return None if nothing is under way."""
        state = self._states.read()
        return None if state is None or state.step in FINISHED else self.run(until)

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
        return self._moves.advance(state)

    def _of(self, label: str) -> Connection:
        if label not in self._connections:
            self._connections[label] = self._connect(label)
        return self._connections[label]

    def _hang_up(self) -> None:
        for connection in self._connections.values():
            with suppress(*FAULTS):
                connection.close()
        self._connections.clear()
