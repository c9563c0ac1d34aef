"""Tries a stack rule: what it reads of many stacks, and which of that can turn its verdict by one change."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from policies.core import Outcome, _judge_stack
from policies.graph import Graph, StackRule
from tests.policies.case import ABSENT, leaves, pattern
from tests.policies.stack import View
from tests.policies.stack_bases import BASES, MORE, frozen
from tests.policies.stack_case import RULES
from tests.policies.stack_changes import Sight, changes
from tests.policies.stack_watch import ANY, Read, WatchedGraph

Said = frozenset[tuple[Outcome, str, str]]
"""Outcome, URN and message."""
Group = tuple[str, str]
"""A type, or any, and a path."""
MOST = 2
"""How many resources are tried before the next stack is."""
LIVE = [Sight(frozen(build()), View.LIVE) for build in BASES]
"""References are seen by their values alone."""
PREVIEW = [Sight(build(), View.PREVIEW) for build in BASES]
"""They are seen by where they come from alone."""


def judge(rule: StackRule, sight: Sight, *, odd: bool = False) -> tuple[Said, set[Read]]:
    """Return what *rule* says and what it read. It may break down only where a value is *odd*, and must tell so."""
    reads: set[Read] = set()
    return _said(rule, WatchedGraph([*sight.resources.values()], reads), odd), reads


def verdict(rule: StackRule, sight: Sight, *, odd: bool = False) -> Said:
    """Return what *rule* says, in half the time that `judge` takes."""
    return _said(rule, Graph([*sight.resources.values()]), odd)


def _said(rule: StackRule, graph: Graph, odd: bool) -> Said:
    said = frozenset(_judge_stack(rule, graph))
    for _, _, message in of(Outcome.FAILED, said):
        assert odd, message
        assert message.endswith("; a property may be of another type than AWS takes")
    return said


def of(outcome: Outcome, said: Said) -> Said:
    """Return what of *said* is *outcome*."""
    return frozenset(each for each in said if each[0] is outcome)


def grouped(reads: set[Read]) -> Mapping[Group, Sequence[Read]]:
    """Return *reads* by type and path, list elements told apart no more."""
    found: dict[Group, list[Read]] = defaultdict(list)
    for read in sorted(reads):
        found[read.label, pattern(read.path)].append(read)
    return found


class Trial:
    """One rule, tried on stacks and on what becomes of these by changes that make it look further."""

    def __init__(self, rule: StackRule) -> None:
        self._rule = rule
        self._reads: set[Group] = set()
        self._flipped: set[Group] = set()
        self._sights = [(sight, False) for pair in zip(LIVE, PREVIEW, strict=True) for sight in pair]
        self._telling: set[str] = set()
        for sight, odd in self._sights:
            self._try(sight, MOST, odd)
        for sight, odd in self._sights if self.unflipped() else ():
            self._try(sight, None, odd)

    def reads(self) -> Iterator[Group]:
        """Yield what the rule read, as deep as it read it."""
        paths: dict[str, set[str]] = defaultdict(set)
        for label, path in self._reads:
            paths[label].add(path)
        for label, found in paths.items():
            yield from ((label, path) for path in leaves(found))

    def unflipped(self) -> set[Group]:
        """Return what the rule read and no single change of which turns its verdict."""
        return {*self.reads()} - self._flipped

    def _try(self, sight: Sight, most: int | None, odd: bool) -> None:
        before, reads = judge(self._rule, sight, odd=odd)
        groups = grouped(reads)
        self._reads |= groups.keys()
        for group in sorted(groups.keys() - self._flipped):
            found = sorted(groups[group], key=lambda read: read.name not in self._telling)
            for change in (each for read in found[:most] for each in changes(sight.stack, read, MORE)):
                mutant, odder = sight.after(change), odd or change.value is not ABSENT
                after = verdict(self._rule, mutant, odd=odder)
                if after == before:
                    continue
                _, further = judge(self._rule, mutant, odd=odder)
                more = grouped(further).keys() - self._reads
                if more - {(ANY, f"tags.{each}") for each in (None, change.value)}:
                    self._reads |= more
                    self._sights.append((mutant, odder))
                if not of(Outcome.FAILED, after):
                    self._flipped.add(group)
                    self._telling.add(change.name)
                    break


@cache
def trial(rule: str) -> Trial:
    """Return the trial of the rule of that name."""
    return Trial(RULES[rule])
