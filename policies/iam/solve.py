"""A value of one fact of a request that is as several asks want it, or the certainty that there is none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise

from policies.iam.asks import Ask
from policies.iam.conditions import Family, Set
from policies.iam.patterns import Pattern, TooInvolved, find, pattern
from policies.iam.values import Network, address, moment, network, number

ADDRESSES = ("198.51.100.7", "203.0.113.7", "2001:db8::7")
"""Addresses of nobody's (RFC 5737, RFC 3849), for anybody's."""
Values = tuple[str, ...] | None
"""A fact's values; None for a request without it."""


@dataclass(frozen=True, kw_only=True)
class Domain:
    """What a fact may be in the requests that are asked about; anything, unless it says more."""

    values: tuple[str, ...] | None = None
    """All that it may be, where they can be counted."""
    shapes: tuple[Pattern, ...] = (pattern("?*"),)
    """It is as one of these."""
    excluded: tuple[Pattern, ...] = ()
    """It is as none of these."""
    samples: tuple[str, ...] = ()
    """Some that read well, tried first."""
    beyond: tuple[Network, ...] = ()
    """If any, it is an address in none of these."""
    none: bool = True
    """Whether a request may come without it."""
    some: bool = True
    """Whether a request may come with it."""

    def has(self, value: str) -> bool:
        """Return whether the fact may be *value*."""
        if self.beyond and ((where := address(value)) is None or any(where in each for each in self.beyond)):
            return False
        shaped = any(each.matches(value) for each in self.shapes)
        return shaped and not any(each.matches(value) for each in self.excluded)


@dataclass(frozen=True)
class Wanted:
    """An ask, and whether it shall be met."""

    ask: Ask
    met: bool

    @property
    def matching(self) -> bool:
        """Whether a value has to be among what the ask compares with."""
        return self.met is not self.ask.negated

    def by(self, value: str) -> bool:
        """Return whether *value* is as wanted."""
        return self.ask.meets(value) is self.matching


@dataclass(frozen=True)
class Solution:
    """Values of a fact."""

    values: Values


def solve(wanted: Sequence[Wanted], domain: Domain) -> Solution | None:
    """Return values in *domain* that are as *wanted*; None where there are none.

    Raises:
        TooInvolved: it would take too long to say.
    """
    if domain.none and all(each.ask.of_none is each.met for each in wanted):
        return Solution(None)
    if not domain.some:
        return None
    some = [each for each in wanted if each.ask.over is not None and (each.ask.over is Set.ANY) is each.met]
    if not some or any(each.ask.over is None for each in wanted):
        value = _one(wanted, domain)
        return None if value is None else Solution((value,))
    every = [each for each in wanted if each not in some]
    values = [_one([each, *every], domain) for each in some]
    found = [each for each in values if each is not None]
    return Solution(tuple(dict.fromkeys(found))) if len(found) == len(values) else None


def _one(wanted: Sequence[Wanted], domain: Domain) -> str | None:
    found = domain.values if domain.values is not None else chain(domain.samples, _candidates(wanted, domain))
    return next((each for each in found if all(one.by(each) for one in wanted) and domain.has(each)), None)


def _candidates(wanted: Sequence[Wanted], domain: Domain) -> Iterator[str]:
    """Yield values among which there is one as *wanted*, if there is any.

    Raises:
        TooInvolved: strings with wildcards and another family's operators ask of the same fact.
    """
    texts = [each for each in wanted if each.ask.patterns is not None]
    matching = [each.ask.patterns or () for each in texts if each.matching]
    for group in matching:
        fixed = [each.fixed for each in group]
        if None not in fixed:
            yield from filter(None, fixed)
            return
    limits: dict[Family, list[str]] = {Family.IP: [str(each) for each in domain.beyond]} if domain.beyond else {}
    for each in wanted:
        if each.ask.patterns is None and each.ask.condition:
            limits.setdefault(each.ask.condition.operator.family, []).extend(each.ask.condition.values)
    for family, values in limits.items():
        yield from _AROUND[family](values)
    if not limits:
        away = [one for each in texts if not each.matching for one in each.ask.patterns or ()]
        found = find([domain.shapes, *matching], [*domain.excluded, *away])
        yield from () if found is None else (found,)
    elif texts:
        raise TooInvolved("conditions on one key that compare it in different ways")


def _bools(_: Sequence[str]) -> Iterator[str]:
    yield from ("true", "false")


def _numbers(values: Sequence[str], read: Callable[[str], float | None]) -> Iterator[str]:
    limits = sorted({limit for each in values if (limit := read(each)) is not None})
    for limit in limits or [0.0]:
        yield from (f"{each:.12g}" for each in (limit, limit - 1, limit + 1))
    yield from (f"{(low + high) / 2:.12g}" for low, high in pairwise(limits))


def _addresses(values: Sequence[str]) -> Iterator[str]:
    yield from ADDRESSES
    for within in filter(None, map(network, values)):
        kind, first = type(within.network_address), int(within.network_address)
        end = first + within.num_addresses
        yield from (str(kind(place)) for place in (first, end, first - 1) if 0 <= place < 2**within.max_prefixlen)


_AROUND: Mapping[Family, Callable[[Sequence[str]], Iterator[str]]] = {
    Family.BOOL: _bools,
    Family.IP: _addresses,
    Family.NUMBER: partial(_numbers, read=number),
    Family.DATE: partial(_numbers, read=moment),
}
"""Values on either side of each that conditions name, by how they compare."""
