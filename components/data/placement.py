"""Which region each shard's writer is founded in."""

from collections.abc import Sequence

MAX_SECONDARY_REGIONS = 10
"""Secondary regions of an Aurora global database (Amazon Aurora User Guide, "Configuration requirements of an Amazon
Aurora global database")."""
MAX_READERS = 15
"""Readers beside a cluster's writer; in the primary region each secondary region takes one away (same page)."""


def writer_regions(shards: int, regions: Sequence[str]) -> tuple[str, ...]:
    """Return the region of each shard's writer: round robin, so that no region has two writers more than another.

    A region's weight plays no part. It divides the requests that enter the platform; a write goes to the shard of its
    key wherever it entered, and keys are spread evenly over shards. So equal shards are equal load, and losing any one
    region fails over as few writers as possible. More shards move no writer; one more region moves some, see
    `ShardedDatabaseArgs.writers`.
    """
    return tuple(regions[index % len(regions)] for index in range(shards))


def check_fits(regions: int, instances_per_region: int) -> None:
    """Refuse a global database that Aurora would not make. Raises `ValueError` saying what is too much."""
    secondaries = regions - 1
    if secondaries > MAX_SECONDARY_REGIONS:
        raise ValueError(
            f"{regions} regions: an Aurora global database has at most {MAX_SECONDARY_REGIONS} secondary regions"
        )
    most = MAX_READERS - secondaries + 1
    if instances_per_region > most:
        raise ValueError(
            f"database.instancesPerRegion is {instances_per_region}: with {regions} regions Aurora allows {most}"
        )
