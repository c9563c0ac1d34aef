"""What can be said of outcomes, at any time and as often as one looks.

Confidence sequences of the difference of means, which hold at all times together: who looks each day and stops when a
difference shows is wrong no more often than the level says (Waudby-Smith et al., "Time-uniform central limit theory and
asymptotic confidence sequences", 2021, theorem 2.2).
"""

from dataclasses import dataclass
from math import erfc, exp, log, pi, sqrt
from typing import Final

LEVEL: Final = 0.05
"""Share of comparisons of equals in which a difference is ever told, at most."""
TIGHTEST_AT: Final = 5_000
"""Units at which the intervals are narrowest beside what could be said of one look."""
MISMATCH_LEVEL: Final = 0.001
"""Below it, shares that aren't as assigned mean a fault of the experiment (Fabijan et al., "Diagnosing sample ratio
mismatch in online controlled experiments", 2019)."""


@dataclass(frozen=True)
class Sample:
    """What a variant's outcomes come to."""

    count: int
    mean: float
    variance: float
    """Of the sample, unbiased."""


@dataclass(frozen=True)
class Difference:
    """How a variant differs from the control."""

    estimate: float
    low: float
    high: float
    """The confidence sequence's interval now."""
    p_value: float
    """Valid at any time."""


def difference(control: Sample, variant: Sample, level: float = LEVEL) -> Difference:
    """Return how *variant* differs from *control*, at *level* over all times."""
    count = control.count + variant.count
    scaled = count * (control.variance / control.count + variant.variance / variant.count)
    estimate = variant.mean - control.mean
    mixing = count * (log(log(exp(1) * level**-2)) - 2 * log(level)) / TIGHTEST_AT  # n · ρ², appendix B.2
    half = sqrt(scaled * 2 * (mixing + 1) / (count * mixing) * log(sqrt(mixing + 1) / level))
    distance = estimate**2 * count * mixing / (2 * (mixing + 1) * scaled) if scaled else float("inf") * bool(estimate)
    p_value = min(1.0, sqrt(mixing + 1) * exp(-distance)) if estimate else 1.0
    return Difference(estimate, estimate - half, estimate + half, p_value)


def mismatch(counts: list[int], shares: list[float]) -> float:
    """Return how likely *counts* are, or such as differ more, where units are assigned by *shares* (Pearson's χ²)."""
    total = sum(counts)
    statistic = sum((count - share * total) ** 2 / (share * total) for count, share in zip(counts, shares, strict=True))
    return chi_square_tail(statistic, len(counts) - 1)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return how likely a χ² of *freedom* degrees is above *statistic* (Abramowitz and Stegun, 26.4.4 and 26.4.5)."""
    half = statistic / 2
    odd = freedom % 2
    tail = erfc(sqrt(half)) if odd else exp(-half)
    term = 2 * sqrt(half / pi) * exp(-half) if odd else half * exp(-half)
    for step in range(1, (freedom + odd) // 2):
        tail += term
        term *= half / (step + 0.5 if odd else step + 1)
    return tail
