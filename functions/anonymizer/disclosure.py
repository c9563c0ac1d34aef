"""How much records give away: k-anonymity, l-diversity and t-closeness of the groups that look alike.

Sweeney, "k-anonymity: a model for protecting privacy" (2002); Machanavajjhala et al., "l-diversity: privacy beyond
k-anonymity" (2007), of distinct values; Li, Li and Venkatasubramanian, "t-closeness: privacy beyond k-anonymity and
l-diversity" (2007), section 5: the earth mover's distance, ordered for numbers, equal for everything else.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Disclosure:
    """What a set of records gives away, at its worst."""

    k: int
    """Records of the smallest group."""
    l: int  # noqa: E741 - its name in the literature
    """Different sensitive values of the group that has fewest; that of `k` where nothing is sensitive."""
    t: float
    """Distance, from 0 to 1, of the group whose sensitive values tell most; 0 where nothing is sensitive."""


def groups(records: Records, quasi: Sequence[str]) -> Sequence[Records]:
    """Return *records* by what they say in the *quasi*-identifiers."""
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for record in records:
        found[tuple(record[name] for name in quasi)].append(record)
    return list(found.values())


def disclosure(records: Records, quasi: Sequence[str], sensitive: Sequence[str]) -> Disclosure:
    """Return what *records* give away of the *sensitive* fields to who knows the *quasi*-identifiers of somebody."""
    parts = groups(records, quasi)
    k = min(map(len, parts), default=0)
    counts = {name: Counter(record[name] for record in records) for name in sensitive}
    return Disclosure(
        k=k,
        l=min((len({record[name] for record in part}) for part in parts for name in sensitive), default=k),
        t=max(
            (distance(Counter(record[name] for record in part), counts[name]) for part in parts for name in sensitive),
            default=0.0,
        ),
    )


def distance(part: Mapping[Any, int], whole: Mapping[Any, int]) -> float:
    """Return the earth mover's distance, 0 to 1, between how often values are in *part* and in the *whole*."""
    size, total = sum(part.values()), sum(whole.values())
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in whole):
        gaps = [part.get(value, 0) / size - count / total for value, count in sorted(whole.items())]
        return sum(map(abs, accumulate(gaps))) / max(1, len(gaps) - 1)
    return sum(abs(part.get(value, 0) / size - count / total) for value, count in whole.items()) / 2
