"""How one shard is reached, as the database tells it and the shard map records it."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi


class RegionEndpoints(TypedDict):
    """Host names of a shard's proxy in one region."""

    write: pulumi.Input[str]
    """Answers while the region holds the shard's writer."""
    read: pulumi.Input[str]
    """Answers while the region holds a replica."""


class ShardTopology(TypedDict):
    """Where a shard was founded and how each region's copy of it is reached."""

    founding_region: str
    """Region of the first writer; a failover is recorded in the map's own `writer` record."""
    instances_per_region: int
    """With one, the writer's region has no replica: read there through `write`."""
    endpoints: Mapping[str, RegionEndpoints]
    """By region name."""
