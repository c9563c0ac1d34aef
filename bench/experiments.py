"""How many units a second are told their variant, of an experiment on half of its layer. `python -m bench.experiments`.

What is said of outcomes is GrowthBook's formula, to the sixth digit (tests/functions/experiments), so that neither
finds more than the other.
"""

import time

from bench.running import show
from functions.experiments.assignment import Experiment, assigner

UNITS = 300_000


def experiments() -> dict[str, float]:
    """Print and return it."""
    tell = assigner(Experiment(name="bench", layer="bench", start=0, end=0.5, weights={"control": 1, "new": 1}))
    units = [f"user-{number}" for number in range(UNITS)]

    def seconds() -> float:
        begun = time.process_time()
        for unit in units:
            tell(unit)
        return time.process_time() - begun

    speed = UNITS / min(seconds() for _ in range(3))
    show("units told their variant", f"{speed / 1e6:.2f} M/s", "≥ 1 M/s")
    return {"assignments_per_second": speed}


if __name__ == "__main__":
    experiments()
