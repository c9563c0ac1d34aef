"""How sensitive data is, and what follows from it."""

from enum import StrEnum

from pydantic import Field, model_validator

from settings._model import Model

CONTINUOUS_BACKUP_MINUTES = 5
"""How far behind now a continuous (point-in-time) recovery point is, in minutes.

Amazon Aurora and DynamoDB document a latest restorable time of about five minutes ago.
"""


class DataClass(StrEnum):
    """How sensitive data is; decides its key, retention and backup (ISO/IEC 27001:2022 A.5.12)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class ClassPolicy(Model):
    """How one data class is kept and backed up."""

    retention_days: int = Field(ge=1, le=3653)
    """Days that records, logs and backups of the class are kept."""
    backup_interval_minutes: int = Field(ge=CONTINUOUS_BACKUP_MINUTES)
    """Minutes between recovery points: 5 means continuous recovery, otherwise whole hours (AWS Backup's schedule)."""
    crosses_borders: bool = False
    """Whether copies may rest in any active region; if not, they stay in the residency of the region they began in."""

    @model_validator(mode="after")
    def _schedulable(self) -> "ClassPolicy":
        minutes = self.backup_interval_minutes
        if minutes != CONTINUOUS_BACKUP_MINUTES and (minutes % 60 or minutes > 24 * 60):
            raise ValueError(f"backupIntervalMinutes ({minutes}) is neither 5 (continuous) nor 60, 120 … 1440")
        return self

    @property
    def continuous(self) -> bool:
        """Whether the class has point-in-time recovery."""
        return self.backup_interval_minutes == CONTINUOUS_BACKUP_MINUTES
