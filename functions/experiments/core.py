"""Says who gets what, and what came of it: whether units were assigned as meant, and how variants differ."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from functions.experiments.assignment import Experiment, assigner, check
from functions.experiments.errors import TooFewError
from functions.experiments.significance import LEVEL, MISMATCH_LEVEL, Sample, difference, mismatch

MIN_UNITS = 100
"""Of each variant: the sequences hold as means get normal, which a hundred outcomes are taken for here."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What the outcomes of a variant's units add up to, and those before the experiment, of the same units."""

    units: int
    outcome: float
    outcome_squared: float
    before: float = 0.0
    before_squared: float = 0.0
    product: float = 0.0
    """Of each unit's outcome and what it had before."""

    def covariance(self, product: float, one: float, other: float) -> float:
        """Return the unbiased covariance of two of the sums and the sum of their *product*."""
        return (product - one * other / self.units) / (self.units - 1)


def assigned(experiments: Sequence[Experiment], units: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Return each unit's variants, by the experiments that it takes part in.

    Raises:
        OverlapError: two experiments take the same units.
    """
    check(experiments)
    tellers = {each.name: assigner(each) for each in experiments}
    return {
        unit: {name: variant for name, tell in tellers.items() if (variant := tell(unit)) is not None} for unit in units
    }


def analyzed(experiment: Experiment, sums: Mapping[str, Sums]) -> dict[str, Any]:
    """Return how each variant of *experiment* differs from the control, and what is known of its units' number.

    The level is shared between the comparisons (Bonferroni). Where units were assigned otherwise than meant nothing is
    told of differences, as whatever took units away may have taken others than it left.

    Raises:
        TooFewError: a variant has too few units.
    """
    names = list(experiment.weights)
    if few := [name for name in names if sums[name].units < MIN_UNITS]:
        raise TooFewError(f"{experiment.name}: {', '.join(few)} with fewer than {MIN_UNITS} units")
    counts = [sums[name].units for name in names]
    likely = mismatch(counts, [experiment.shares[name] for name in names])
    told: dict[str, Any] = {"units": dict(zip(names, counts, strict=True)), "mismatch_p_value": likely}
    if likely < MISMATCH_LEVEL:
        return {**told, "trusted": False, "differences": {}}
    samples, spared = _samples({name: sums[name] for name in names})
    level = LEVEL / (len(names) - 1)
    control = samples[names[0]]
    return {
        **told,
        "trusted": True,
        "variance_spared": spared,
        "level": level,
        "means": {name: sample.mean for name, sample in samples.items()},
        "differences": {name: asdict(difference(control, samples[name], level)) for name in names[1:]},
    }


def _samples(sums: Mapping[str, Sums]) -> tuple[Mapping[str, Sample], float]:
    """Return each variant's sample, less what was so before, and the share of variance that this takes away (Deng et
    al., "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data", 2013)."""
    units = sum(each.units for each in sums.values())
    before = sum(each.before for each in sums.values()) / units
    outcomes, befores, products = (
        {name: each.covariance(*of(each)) for name, each in sums.items()}
        for of in (
            lambda each: (each.outcome_squared, each.outcome, each.outcome),
            lambda each: (each.before_squared, each.before, each.before),
            lambda each: (each.product, each.outcome, each.before),
        )
    )
    spread = _pooled(befores, sums)
    slope = _pooled(products, sums) / spread if spread > 0 else 0.0
    samples = {
        name: Sample(
            each.units,
            each.outcome / each.units - slope * (each.before / each.units - before),
            max(0.0, outcomes[name] - 2 * slope * products[name] + slope**2 * befores[name]),
        )
        for name, each in sums.items()
    }
    whole = _pooled(outcomes, sums)
    left = _pooled({name: sample.variance for name, sample in samples.items()}, sums)
    return samples, 1 - left / whole if whole > 0 else 0.0


def _pooled(values: Mapping[str, float], sums: Mapping[str, Sums]) -> float:
    return sum(values[name] * (each.units - 1) for name, each in sums.items()) / sum(
        each.units - 1 for each in sums.values()
    )
