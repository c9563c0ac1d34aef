"""Which proofs came already, in this process: a proof is taken once (RFC 9449, section 11.1).

Another execution environment of the function doesn't know of them, so that within its window a stolen proof, together
with its token, could be sent again to the same operation as often as there are environments. What would know them all
is a table, which costs each request of a bound token a write; ADR 76 says why there is none.
"""

from collections import OrderedDict
from typing import Final

KEPT: Final = 100_000
"""At most, some 20 MB. No environment serves as many in a proof's window, as it serves one request at a time."""


class Seen:
    """Ids that came within the last *window_seconds*."""

    def __init__(self, window_seconds: float, kept: int = KEPT) -> None:
        self._window, self._kept = window_seconds, kept
        self._until: OrderedDict[str, float] = OrderedDict()

    def first(self, key: str, now_seconds: float) -> bool:
        """Return whether *key* comes for the first time; where nothing more can be remembered, it doesn't."""
        while self._until and next(iter(self._until.values())) < now_seconds:
            self._until.popitem(last=False)
        if key in self._until or len(self._until) >= self._kept:
            return False
        self._until[key] = now_seconds + self._window
        return True
