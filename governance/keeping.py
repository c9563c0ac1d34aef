"""For how long a store keeps what it holds, and what is promised of bringing it back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=3)]


class DataClass(StrEnum):
    """The classes of the settings, lowest first."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


RANK: Final[Mapping[DataClass, int]] = {each: rank for rank, each in enumerate(DataClass)}


class Part(BaseModel):
    """Frozen, and without what isn't known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kept(Part):
    """For how long: exactly one of these."""

    days: int | None = Field(default=None, ge=1)
    retention_of: DataClass | None = None
    """`retentionDays` of that class in the settings."""
    at_most_days: int | None = Field(default=None, ge=1)
    """Where that retention is longer, these instead."""
    outlasts_days: int = Field(default=0, ge=0)
    """How much longer than that it lies there: a file is deleted by its own age, not by that of what is in it."""
    until: Text | None = None
    """What ends it."""

    @model_validator(mode="after")
    def _one(self) -> "Kept":
        if sum(each is not None for each in (self.days, self.retention_of, self.until)) != 1:
            raise ValueError("say one of days, retention_of, until")
        if not self.retention_of and (self.at_most_days or self.outlasts_days):
            raise ValueError("at_most_days and outlasts_days bound a retention_of")
        return self

    def longest_days(self, retention_days: Mapping[str, int]) -> int | None:
        """Return after how many days what it holds has gone, by each class's *retention_days*; None if until then."""
        if not self.retention_of:
            return self.days
        days = retention_days[self.retention_of]
        return min(days, self.at_most_days or days) + self.outlasts_days

    def __str__(self) -> str:
        if self.days is not None:
            return f"{self.days} days"
        if not self.retention_of:
            return f"until {self.until}"
        most = f", {self.at_most_days} days at most" if self.at_most_days else ""
        longer = f", and {self.outlasts_days} days longer in files" if self.outlasts_days else ""
        return f"retention of {self.retention_of}{most}{longer}"


class Recovery(Part):
    """What is promised of bringing a store back after a loss, of a region or by mistake; or why nothing is."""

    rto_minutes: int | None = Field(default=None, ge=1)
    """Within how many minutes it is back; where nothing is said `objectives.rtoMinutes` of the settings."""
    rpo_minutes: int | None = Field(default=None, ge=5)
    """How many minutes of writes may be lost; where nothing is said `objectives.rpoMinutes`."""
    restore_minutes: int | None = Field(default=None, ge=1)
    """How many minutes restoring takes, by whoever runs it: where AWS says nothing, or a test has a better figure."""
    anew: Text | None = None
    """What it is made of anew, or why its loss is borne, where it isn't brought back."""

    @model_validator(mode="after")
    def _one(self) -> "Recovery":
        if self.anew and (self.rto_minutes or self.rpo_minutes or self.restore_minutes):
            raise ValueError("anew: what isn't brought back has no objectives; say one or the other")
        return self
