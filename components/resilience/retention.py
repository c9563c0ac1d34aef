"""How long recovery points of a data class are kept, and where copies may go."""

from collections.abc import Sequence

from settings import ClassPolicy, DataClass, Region

MAX_CONTINUOUS_DAYS = 35
"""Longest that AWS Backup keeps a continuous recovery point (AWS Backup Developer Guide, "Continuous backups and
point-in-time recovery")."""
COLD_AFTER_DAYS = 90
MIN_COLD_DAYS = 90
"""Cold storage is paid for at least 90 days, so nothing goes there for less (AWS Backup API, `Lifecycle`)."""
RESIDENT_CLASSES = frozenset({DataClass.CONFIDENTIAL, DataClass.RESTRICTED})
"""Classes whose copies stay within their region's residency."""


def continuous_days(policy: ClassPolicy) -> int:
    """Return how many days back a class can be restored to any moment."""
    return min(policy.retention_days, MAX_CONTINUOUS_DAYS)


def cold_after_days(policy: ClassPolicy) -> int | None:
    """Return after how many days snapshots go to cold storage, or None when they are deleted too soon for that."""
    return COLD_AFTER_DAYS if policy.retention_days >= COLD_AFTER_DAYS + MIN_COLD_DAYS else None


def copy_destination(region: Region, regions: Sequence[Region], data_class: DataClass) -> Region | None:
    """Return the region that copies of *region*'s backups of *data_class* go to, or None when none may have them.

    The next region in turn with the same residency; for classes that may leave it, otherwise simply the next one.
    """
    names = [other.name for other in regions]
    here = names.index(region.name)
    others = [*regions[here + 1 :], *regions[:here]]
    resident = [other for other in others if other.residency == region.residency]
    allowed = resident or ([] if data_class in RESIDENT_CLASSES else others)
    return allowed[0] if allowed else None
