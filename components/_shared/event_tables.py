"""The event store's tables in one region, as the functions that work on them find them."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class KeptTable:
    """One table, or its replica."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A delivery stream."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class EventArchived:
    """Where a region's events are archived, and for how long they can be read there."""

    bucket_name: pulumi.Input[str]
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """Key that it is encrypted under."""
    readable_days: int
    """Days for which an object is read at once: until it goes, or to a storage class that must be asked first."""


@dataclass(frozen=True, kw_only=True)
class EventTables:
    """All of them."""

    founding_region: str
    """Region that writes each partition until it is moved."""
    key_arn: pulumi.Input[str]
    """Key that the tables are encrypted under, and the keys of people are sealed by."""
    events: KeptTable
    stream_arn: pulumi.Input[str]
    """Changes of the events, as this region sees them."""
    keys: KeptTable
    """A key for each person that events speak of."""
    checkpoints: KeptTable
    """How far this region's projections are."""
    summaries: KeptTable
    """A projection: what there is of each stream."""
    archive: Delivery
    """Takes this region's commits to its archive."""
