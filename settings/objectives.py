"""What the platform promises."""

from pydantic import Field, model_validator

from settings._model import Model
from settings.data_classes import CONTINUOUS_BACKUP_MINUTES


class Objectives(Model):
    """What the platform promises; alarms, budgets and drills are derived from it."""

    availability_percent: float = Field(default=99.99, ge=90, lt=100, strict=False)
    latency_p95_ms: int = Field(default=100, ge=1)
    latency_p99_ms: int = Field(default=500, ge=1)
    error_rate_percent: float = Field(default=0.01, gt=0, le=100, strict=False)
    rto_minutes: int = Field(default=60, ge=1)
    """Recovery time objective: service restored within this many minutes of a disaster."""
    rpo_minutes: int = Field(default=15, ge=CONTINUOUS_BACKUP_MINUTES)
    """Recovery point objective: at most this many minutes of writes lost."""

    @model_validator(mode="after")
    def _ordered(self) -> "Objectives":
        if self.latency_p95_ms > self.latency_p99_ms:
            raise ValueError(f"latencyP95Ms ({self.latency_p95_ms}) is more than latencyP99Ms ({self.latency_p99_ms})")
        return self
