"""How long a function took, by the `REPORT` lines of its log, which ministack writes in whole milliseconds."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

DURATION: Final = re.compile(r"^REPORT .*?\tDuration: ([0-9.]+) ms")
"""AWS Lambda Developer Guide, "Viewing CloudWatch logs for Lambda functions"."""


def durations_ms(messages: Iterable[str]) -> list[float]:
    """Return how long each invocation took, by the lines of a log."""
    return [float(found[1]) for line in messages if (found := DURATION.match(line))]


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the least of *values* that so many of them don't exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]
