"""What holds of one person and one purpose, where each region writes for itself and learns of the others later.

Each region keeps its last decision with its number there, and with the numbers that it had seen of the others. A
consent holds if it was given knowing of every withdrawal that there is; so of two decisions that knew nothing of each
other, the withdrawal holds, whatever the clocks say and in whichever order they arrive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What holds."""

    NONE = "none"
    """Nothing was ever decided."""
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The last one of a region."""

    region: str
    number: int
    """How many there were there, with this one."""
    given: bool
    """Or withdrawn."""
    at: str
    """RFC 3339, in UTC."""
    seen: Mapping[str, int] = field(default_factory=dict)
    """Numbers of other regions' decisions that were known then."""
    until: str = ""
    """Moment from which it no longer holds; empty for never."""

    def knows(self, other: "Decision") -> bool:
        """Return whether this one was made knowing of *other*, of another region."""
        return self.seen.get(other.region, 0) >= other.number


def standing(decisions: Iterable[Decision], now: datetime) -> State:
    """Return what the last *decisions* of the regions come to."""
    last = [*decisions]
    withdrawn = [each for each in last if not each.given]
    holding = [each for each in last if each.given and all(each.knows(other) for other in withdrawn)]
    if not holding:
        return State.WITHDRAWN if last else State.NONE
    if all(each.until and datetime.fromisoformat(each.until) <= now for each in holding):
        return State.EXPIRED
    return State.GIVEN


def following(decisions: Iterable[Decision], region: str, *, given: bool, at: str, until: str = "") -> Decision:
    """Return the decision that *region* makes now, knowing of *decisions*."""
    known = {each.region: each.number for each in decisions}
    number = known.pop(region, 0) + 1
    return Decision(region=region, number=number, given=given, at=at, seen=known, until=until)
