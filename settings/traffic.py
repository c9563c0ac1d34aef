"""How much traffic is let in."""

from collections.abc import Mapping

from pydantic import Field

from settings._model import Model

MAX_RATE = 2_000_000_000
"""Highest limit of a rate-based rule (AWS WAF API, `RateBasedStatement.Limit`)."""


class Tier(Model):
    """What one customer of a usage plan may ask for."""

    requests_per_second: int = Field(ge=1)
    burst_requests: int = Field(ge=1)
    requests_per_day: int = Field(ge=1)


class Traffic(Model):
    """How much each region takes in."""

    requests_per_second: int = Field(default=10_000, ge=1)
    """Steady rate (API Gateway's default quota for an account and region; more is granted on request)."""
    burst_requests: int = Field(default=5_000, ge=1)
    """Requests at once above the rate (the same quota's burst)."""
    requests_per_ip_per_5_minutes: int = Field(default=10_000, ge=10, le=MAX_RATE)
    """Requests without an API key of one address, an office's for one, before the firewall holds it off."""
    blocked_per_minute_alarm: int = Field(default=1_000, ge=1)
    """Blocked requests a minute that somebody should look at."""
    tiers: Mapping[str, Tier] = Field(
        default={
            "standard": Tier(requests_per_second=50, burst_requests=100, requests_per_day=1_000_000),
            "enterprise": Tier(requests_per_second=1_000, burst_requests=2_000, requests_per_day=50_000_000),
        },
        min_length=1,
    )
    """Usage plans by name."""

    @property
    def keyed_requests_per_ip_per_5_minutes(self) -> int:
        """Requests with an API key of one address before the firewall holds it off: all that a tier allows at most."""
        most = max(tier.burst_requests + 5 * 60 * tier.requests_per_second for tier in self.tiers.values())
        return min(most, MAX_RATE)
