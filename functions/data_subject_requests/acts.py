"""What the workflow can do in a store of the catalogue. Each act, done again, finds done what is done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from functions.data_subject_requests.kinds import Act

Piece = Mapping[str, Any]
"""Something that is kept of a person: `place`, `at` (RFC 3339, empty where no moment is known) and `data`."""


class Restrict(Protocol):
    """Marks what is kept of people as not to be read, or takes the mark back; says what came of it."""

    def __call__(self, subjects: Sequence[str], *, lifts: bool) -> str:
        """Do it for *subjects*."""
        ...


@dataclass(frozen=True, kw_only=True)
class Store:
    """One store; what can't be done there is None, and is left to people or to another store."""

    export: Callable[[Sequence[str]], Iterator[Piece]] | None = None
    """Yields what is kept of people, without what is of others."""
    erase: Callable[[Sequence[str]], str] | None = None
    """Erases what is kept of people and of nobody else; says what came of it, naming nobody."""
    left: Callable[[Sequence[str]], int] | None = None
    """Returns how much of people can still be read; there wherever `erase` is."""
    rectify: Callable[[Sequence[str], Sequence["Correction"]], str] | None = None
    """Corrects what is kept of people, and nothing else; says what came of it."""
    restrict: Restrict | None = None

    @property
    def acts(self) -> frozenset[Act]:
        """Return what can be done."""
        known = {
            Act.EXPORT: self.export,
            Act.RECTIFY: self.rectify,
            Act.RESTRICT: self.restrict,
            Act.ERASE: self.erase,
        }
        return frozenset(act for act, there in known.items() if there)


Correction = Mapping[str, Any]
"""What is to stand somewhere: `store`, `place` in it, `pointer` (RFC 6901) and `value`."""
Naming = Callable[[Sequence[str]], int]
"""Returns how many pieces of a store name one of some people, in whichever form."""
