"""The steps of a move, each of which may be done again."""

from collections.abc import Callable, Mapping

from pg8000.native import Connection

from functions._shared.shard_map import Move
from functions._shared.shard_table import ShardTable
from functions.rebalancer import ownership, replication
from functions.rebalancer.errors import RebalancerError, TooLateError, UnlikeError
from functions.rebalancer.migrations import applied
from functions.rebalancer.state import Rebalancing, Step

MAX_TRIES = 5
"""Times that a move's slots are frozen and thaw again before it is given up: it is too large to be verified in time."""


class Moves:
    """Does what is next."""

    def __init__(
        self, table: ShardTable, connection: Callable[[str], Connection], conninfo: Callable[[str], str]
    ) -> None:
        self._table, self._of, self._conninfo = table, connection, conninfo
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

    def advance(self, state: Rebalancing) -> Rebalancing:
        """Do the next step of *state* and return what it leads to: the same, if there is something to wait for."""
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
