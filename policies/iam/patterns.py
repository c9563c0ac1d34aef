"""Patterns of strings with IAM's wildcards, and strings that some patterns take in and others don't.

A pattern is a row of steps; a step takes one letter of a set, or any number of them. IAM User Guide, "IAM JSON policy
elements: Resource" and "String condition operators": `*` is any number of letters and `?` is one. `${*}`, `${?}` and
`${$}` stand for the letters themselves ("IAM policy elements: Variables and tags").
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

MOST_STATES = 20_000
"""States that a search goes through before it gives up: some hundred times what documents need."""
_ESCAPED = re.compile(r"\$\{([*?$])\}|(.)", re.DOTALL)
_PREFERRED = "x9za0123456789bcdefghijklmnopqrstuvwyABCDEFGHIJKLMNOPQRSTUVWXYZ/-_.:@=+,~!#$%&'()*?;<>[]^`{|} \"\\"


class TooInvolved(Exception):  # noqa: N818 - an answer, not a fault
    """Raised where a search would take too long."""


@dataclass(frozen=True)
class Letters:
    """A set of letters, or all but those."""

    named: frozenset[str]
    others: bool = False

    def __contains__(self, letter: str) -> bool:
        return (letter in self.named) != self.others

    def __le__(self, other: "Letters") -> bool:
        if self.others:
            return other.others and other.named <= self.named
        return not (self.named & other.named) if other.others else self.named <= other.named

    @cached_property
    def regex(self) -> str:
        """The set as a class of a regular expression."""
        if self.others and not self.named:
            return "."
        listed = "".join(re.escape(letter) for letter in sorted(self.named))
        return f"[{'^' if self.others else ''}{listed}]"


ANY = Letters(frozenset(), others=True)
Step = tuple[Letters, bool]
"""The letters it takes, and whether it takes any number of them."""


@dataclass(frozen=True)
class Pattern:
    """A row of steps."""

    steps: tuple[Step, ...]

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile("".join(each.regex + "*" * loops for each, loops in self.steps), re.DOTALL)

    def matches(self, text: str) -> bool:
        """Return whether it takes *text* in, from its first letter to its last."""
        return text == self.fixed if self.fixed is not None else self._regex.fullmatch(text) is not None

    @cached_property
    def fixed(self) -> str | None:
        """The one string that it takes in, or None where there are more."""
        if all(not loops and not each.others and len(each.named) == 1 for each, loops in self.steps):
            return "".join(next(iter(each.named)) for each, _ in self.steps)
        return None

    def __add__(self, other: "Pattern") -> "Pattern":
        return Pattern(self.steps + other.steps)

    def covers(self, other: "Pattern") -> bool:
        """Return whether it surely takes in all that *other* does; False may be wrong."""
        places = self.closed(1)
        for letters, loops in other.steps:
            taking = places & self._over(letters)
            places = taking & self.loops if loops else self.closed((taking & self.loops) | (taking & ~self.loops) << 1)
            places = self.closed(places)
        return bool(places >> len(self.steps) & 1)

    def _over(self, letters: Letters) -> int:
        known = self._by_set.get(letters)
        if known is None:
            known = sum(1 << place for place, (each, _) in enumerate(self.steps) if letters <= each)
            self._by_set[letters] = known
        return known

    @cached_property
    def _by_set(self) -> dict[Letters, int]:
        return {}

    @cached_property
    def loops(self) -> int:
        """The places of steps that take any number of letters, as bits."""
        return sum(1 << place for place, (_, loops) in enumerate(self.steps) if loops)

    def closed(self, places: int) -> int:
        """Return *places* with those that are reached without a letter."""
        while (more := places | (places & self.loops) << 1) != places:
            places = more
        return places

    def after(self, places: int, letter: str) -> int:
        """Return where *letter* leads from *places*."""
        taking = places & self._taking(letter)
        return self.closed((taking & self.loops) | (taking & ~self.loops) << 1)

    def _taking(self, letter: str) -> int:
        known = self._by_letter.get(letter)
        if known is None:
            known = sum(1 << place for place, (each, _) in enumerate(self.steps) if letter in each)
            self._by_letter[letter] = known
        return known

    @cached_property
    def _by_letter(self) -> dict[str, int]:
        return {}


@cache
def pattern(text: str, across: Letters = ANY, *, wild: bool = True, fold: bool = False) -> Pattern:
    """Return the pattern that *text* writes: its wildcards, if they are *wild*, take letters of *across*.

    With *fold* it doesn't tell capitals from small letters.
    """
    return Pattern(tuple(_step(found, across, wild, fold) for found in _ESCAPED.finditer(text)))


def _step(found: re.Match[str], across: Letters, wild: bool, fold: bool) -> Step:
    escaped, letter = found.groups()
    if letter == "*" and wild:
        return across, True
    if letter == "?" and wild:
        return across, False
    letter = escaped or letter
    return Letters(frozenset({letter.lower(), letter.upper()} if fold else {letter})), False


def repeated(letters: str, count: int | None = None) -> Pattern:
    """Return what takes *count* of *letters*, or any number but none."""
    one: Step = (Letters(frozenset(letters)), False)
    return Pattern((one,) * count if count else (one, (one[0], True)))


def find(inside: Sequence[Sequence[Pattern]], outside: Iterable[Pattern] = ()) -> str | None:
    """Return the shortest string that a pattern of each of *inside* takes in and none of *outside*; None for none.

    Raises:
        TooInvolved: it would take more than `MOST_STATES` states to say.
    """
    away = [*outside]
    groups = [[each for each in group if not any(out.covers(each) for out in away)] for group in inside]
    if not all(groups):
        return None
    every = [each for group in groups for each in group] + away
    bounds = _bounds([len(group) for group in groups])
    letters = _representatives(every)
    start = tuple(each.closed(1) for each in every)
    seen = {start}
    queue: deque[tuple[tuple[int, ...], str]] = deque([(start, "")])
    while queue:
        state, text = queue.popleft()
        ends = [places >> len(each.steps) & 1 for places, each in zip(state, every, strict=True)]
        if all(any(ends[first:last]) for first, last in bounds) and not any(ends[len(ends) - len(away) :]):
            return text
        for letter in _leading(state, every, bounds, letters):
            reached = tuple(each.after(places, letter) for places, each in zip(state, every, strict=True))
            if reached not in seen and all(any(reached[first:last]) for first, last in bounds):
                seen.add(reached)
                queue.append((reached, text + letter))
        if len(seen) > MOST_STATES:
            raise TooInvolved("patterns that overlap in too many ways")
    return None


def _bounds(sizes: Iterable[int]) -> Sequence[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for size in sizes:
        first = bounds[-1][1] if bounds else 0
        bounds.append((first, first + size))
    return bounds


def _representatives(patterns: Iterable[Pattern]) -> Sequence[str]:
    """Return one letter of each kind that *patterns* tell apart, and all that they name by themselves."""
    sets = {letters for each in patterns for letters, _ in each.steps}
    single = {next(iter(each.named)) for each in sets if len(each.named) == 1}
    several = [each for each in sets if len(each.named) > 1]
    kinds: dict[tuple[bool, ...], str] = {}
    for letter in _PREFERRED:
        if letter not in single:
            kinds.setdefault(tuple(letter in each for each in several), letter)
    return [*kinds.values(), *sorted(single)]


def _leading(
    state: Sequence[int], every: Sequence[Pattern], bounds: Iterable[tuple[int, int]], letters: Sequence[str]
) -> Iterable[str]:
    """Return the letters worth trying from *state*: where a group waits for one certain letter, that."""
    for first, last in bounds:
        awaited = set[str]()
        waiting = zip(every[first:last], state[first:last], strict=True)
        if all(_awaits(each, places, awaited) for each, places in waiting):
            return sorted(awaited)
    return letters


def _awaits(each: Pattern, places: int, awaited: set[str]) -> bool:
    """Add the letters that *each* waits for at *places* to *awaited*; return False where any of a set would do."""
    for letters in _sets(each, places):
        if letters.others or len(letters.named) > 1:
            return False
        awaited |= letters.named
    return True


def _sets(each: Pattern, places: int) -> Iterator[Letters]:
    for place, (letters, _) in enumerate(each.steps):
        if places >> place & 1:
            yield letters
