"""What is backed up together: every store of a data class, and apart from them the keys of subjects.

A key that is destroyed forgets its subject, for as long as nobody can bring it back. So its table isn't kept as long as
the class that it opens, but for days, in a vault that takes nothing longer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from components.resilience.retention import MAX_CONTINUOUS_DAYS
from settings import ClassPolicy, DataClass

SUBJECT_KEYS: Final = "subject-keys"
KEYS_CLASS: Final = DataClass.CONFIDENTIAL
"""Class of the events, whose subjects' keys these are."""
MAX_RETENTION_DAYS: Final = 3653
"""Ten years, the most that the settings allow; a compliance lock can't be raised when a class's retention is."""
DAILY_MINUTES: Final = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one vault and one plan of a region are for."""

    data_class: DataClass
    """Whose key the vault is under, and where its copies may rest."""
    policy: ClassPolicy
    """For how long recovery points are kept, and how often they are made."""
    store_arns: Sequence[pulumi.Input[str]] = ()
    """Stores that it takes; none where it takes those that are tagged with the class, and that no other holding has."""
    longest_days: int = MAX_RETENTION_DAYS
    """More than that no recovery point is kept, whatever a job asks for."""


Holdings = Mapping[str, Holding]
"""By name, of which the names of vaults and plans are made."""


def holdings(policies: Mapping[DataClass, ClassPolicy], subject_keys_arn: pulumi.Input[str]) -> Holdings:
    """Return what is backed up by the *policies* of classes where the table of subjects' keys is *subject_keys_arn*."""
    classes = {
        data_class.value: Holding(data_class=data_class, policy=policies[data_class]) for data_class in DataClass
    }
    days = policies[KEYS_CLASS].key_recovery_days
    keys = Holding(
        data_class=KEYS_CLASS,
        policy=ClassPolicy(retention_days=days, backup_interval_minutes=DAILY_MINUTES),
        store_arns=[subject_keys_arn],
        longest_days=MAX_CONTINUOUS_DAYS,
    )
    return {**classes, SUBJECT_KEYS: keys}
