"""How often a difference is told where there is none, and where there is one, looking again and again."""

import math
import random
from statistics import NormalDist

import pytest

from functions.experiments.significance import LEVEL, Sample, chi_square_tail, difference, mismatch

RUNS = 10_000
LOOKS = [100 * 2**step for step in range(9)]
"""Units of each variant when somebody looks; up to 25,600."""


def ever_told(effect: float, runs: int, seed: int) -> float:
    """Return the share of runs in which a difference is told at any look.

    Outcomes are normal, of deviation 1: the mean and the squares of those since the last look are drawn as such.
    """
    dice = random.Random(seed)
    told = 0
    for _ in range(runs):
        sums, squares, count = [0.0, 0.0], [0.0, 0.0], 0
        for look in LOOKS:
            fresh = look - count
            for side, mean in enumerate((0.0, effect)):
                total = dice.gauss(mean * fresh, math.sqrt(fresh))
                sums[side] += total
                squares[side] += dice.gammavariate((fresh - 1) / 2, 2) + total**2 / fresh
            count = look
            control, variant = (
                Sample(count, total / count, (square - total**2 / count) / (count - 1))
                for total, square in zip(sums, squares, strict=True)
            )
            found = difference(control, variant)
            assert (found.p_value < LEVEL) is (found.low > 0 or found.high < 0)
            if found.p_value < LEVEL:
                told += 1
                break
    return told / runs


def test_equals_are_told_apart_no_more_often_than_the_level_says() -> None:
    wrong = ever_told(0.0, RUNS, 1)
    assert wrong <= LEVEL + 3 * math.sqrt(LEVEL * (1 - LEVEL) / RUNS)
    assert wrong > 0.005, "as careful as this finds nothing"


def test_a_test_for_one_look_would_be_wrong_far_more_often() -> None:
    dice, wrong = random.Random(2), 0
    bound = NormalDist().inv_cdf(1 - LEVEL / 2)
    for _ in range(2_000):
        total, count = 0.0, 0
        for look in LOOKS:
            total += dice.gauss(0, math.sqrt(2 * (look - count)))
            count = look
            if abs(total) / math.sqrt(2 * count) > bound:
                wrong += 1
                break
    assert wrong / 2_000 > 2 * LEVEL


@pytest.mark.parametrize(("effect", "least"), [(0.05, 0.9), (0.1, 0.99)])
def test_a_difference_is_found(effect: float, least: float) -> None:
    assert ever_told(effect, 500, 3) >= least


@pytest.mark.parametrize(
    ("control", "variant", "interval", "p_value"),
    [
        (Sample(1_000, 10.0, 4.0), Sample(1_100, 10.3, 4.4), (0.021501, 0.578499), 0.027496),
        (Sample(250, 0.5, 0.25), Sample(260, 0.52, 0.2496), (-0.149849, 0.189849), 1.0),
        (Sample(50_000, 1.0, 9.0), Sample(49_500, 1.06, 9.3), (-0.003988, 0.123988), 0.0975),
        (Sample(400, 3.0, 1.0), Sample(400, 3.5, 1.0), (0.25327, 0.74673), 0.000001),
    ],
)
def test_growthbook_says_the_same(
    control: Sample, variant: Sample, interval: tuple[float, float], p_value: float
) -> None:
    # SequentialTwoSidedTTest of gbstats 0.8.0, absolute differences, tuned to 5,000
    found = difference(control, variant)
    assert (found.low, found.high) == pytest.approx(interval, abs=1e-6)
    assert found.p_value == pytest.approx(p_value, abs=1e-6)


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (9.488, 4, 0.05), (18.307, 10, 0.05), (16.266, 3, 0.001)],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(statistic: float, freedom: int, tail: float) -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4
    assert chi_square_tail(statistic, freedom) == pytest.approx(tail, rel=0.001)


def test_a_mismatch_is_known_from_chance() -> None:
    # Fabijan et al. (2019): 821,588 and 815,482 of equal shares are a mismatch
    assert mismatch([821_588, 815_482], [0.5, 0.5]) < 1e-5
    assert mismatch([5_040, 4_960], [0.5, 0.5]) > 0.3


def test_equal_outcomes_of_no_variance_tell_nothing_and_unequal_ones_everything() -> None:
    assert difference(Sample(200, 1.0, 0.0), Sample(200, 1.0, 0.0)).p_value == 1
    assert difference(Sample(200, 1.0, 0.0), Sample(200, 2.0, 0.0)).p_value == 0
