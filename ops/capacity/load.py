"""What is to be carried, and how much of it falls to one region."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is to be carried, by all regions together."""

    requests_per_minute: float
    events_per_day: float
    weights: Sequence[float]
    """Of each region, in any unit."""

    @property
    def share(self) -> float:
        """Return the most that any region has to carry of all requests while another one is lost.

        What the lost one had is spread over the others by their weights.
        """
        if len(self.weights) == 1:
            return 1.0
        most, second = sorted(self.weights, reverse=True)[:2]
        total = sum(self.weights)
        return max(most / (total - second), second / (total - most))
