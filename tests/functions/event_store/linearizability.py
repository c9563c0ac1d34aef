"""Whether a recorded history of one stream could have been the history of a list that takes one call at a time.

The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993), with Lowe's memory of what was
tried ("Testing for linearizability", 2017): an operation comes next if no other had ended before it began. One that
was never answered may have happened at any time after it began, or not at all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

State = tuple[tuple[str, int], ...]
"""The commits of a stream: id, and number of events."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A call and its answer."""

    began: float
    ended: float = math.inf
    append: tuple[str, int, int] | None = None
    """Id, expected version, number of events; None for a read."""
    answer: object = None
    """Of an append, whether it was taken; of a read, the State. None if there was none."""


def is_linearizable(history: Sequence[Operation]) -> bool:
    """Return whether some order of *history* explains every answer."""
    operations = sorted(history, key=lambda operation: operation.began)
    answered = sum(1 << index for index, each in enumerate(operations) if each.ended < math.inf)
    ahead: list[tuple[int, State]] = [(0, ())]
    tried = set(ahead)
    while ahead:
        done, state = ahead.pop()
        if done & answered == answered:
            return True
        for index in _next(operations, done):
            after = _after(state, operations[index])
            step = None if after is None else (done | 1 << index, after)
            if step is not None and step not in tried:
                tried.add(step)
                ahead.append(step)
    return False


def _next(operations: Sequence[Operation], done: int) -> list[int]:
    left = [index for index in range(len(operations)) if not done >> index & 1]
    end = min(operations[index].ended for index in left)
    return [index for index in left if operations[index].began <= end]


def _after(state: State, operation: Operation) -> State | None:
    """Return the state after *operation*, or None if it wouldn't have been answered so."""
    if operation.append is None:
        return state if operation.answer == state else None
    name, expected, count = operation.append
    known = dict(state)
    version = sum(known.values())
    if name in known:  # sent again: answered as the first time
        takes, after = True, state
    else:
        takes = expected == version
        after = (*state, (name, count)) if takes else state
    return after if operation.answer is None or operation.answer == takes else None
