"""How sensitive data is, and what follows from it."""

from enum import StrEnum

from pydantic import Field, model_validator

from settings._model import Model

RECOVERY_DAYS = 35
"""How far back a table of DynamoDB is recovered to where nothing else is said, and at most (Amazon DynamoDB API
Reference, `PointInTimeRecoverySpecification`). Of replicas the provider can't say anything else."""
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
    key_recovery_days: int = Field(default=RECOVERY_DAYS, ge=1, le=RECOVERY_DAYS)
    """Days that a destroyed key of somebody of whom data of the class speaks can be brought back, and so undo a
    forgetting: by its table's own recovery or by a backup. Two days later at the latest it is gone for good."""
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
