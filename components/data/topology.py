"""How one shard is reached, as the database tells it and the shard map records it."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi


class RegionEndpoints(TypedDict):
    """Host names of a shard in one region: its proxy's, but for one."""

    write: pulumi.Input[str]
    """Answers while the region holds the shard's writer."""
    read: pulumi.Input[str]
    """Answers while the region holds a replica."""
    cluster: pulumi.Input[str]
    """The cluster's own, for what a proxy can't carry: replication between shards while slots move."""


class ShardTopology(TypedDict):
    """Where a shard was founded and how each region's copy of it is reached."""

    founding_region: str
    """Region of the first writer; a failover is recorded in the map's own `writer` record."""
    instances_per_region: int
    """With one, the writer's region has no replica: read there through `write`."""
    endpoints: Mapping[str, RegionEndpoints]
    """By region name."""
    master_secret: pulumi.Input[str]
    """ARN of the master user's password, for the rebalancer, which makes the other users."""
