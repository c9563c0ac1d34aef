"""The shards as the functions of one region reach them: by the map, and through the proxies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from components._shared.iam import Statement

PORT: Final = 5432
"""PostgreSQL's."""


@dataclass(frozen=True, kw_only=True)
class Shards:
    """What a region's functions need of them."""

    map_name: pulumi.Input[str]
    map_arn: pulumi.Input[str]
    """The region's own copy, which is encrypted as the class `internal`."""
    database: str
    user: str
    """Whom workloads connect as."""
    connect_arns: Sequence[pulumi.Input[str]]
    """Resources of `rds-db:connect`: that user behind the proxies of every region, since writers stand in all."""
    proxy_group_id: pulumi.Input[str]
    """Security group of the region's proxies."""
    peer_cidrs: Sequence[str]
    """Blocks that the proxies of other regions stand in."""
    endpoints: Sequence[pulumi.Input[str]]
    """Hosts of all proxies."""

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """Return what functions are told (functions/_shared/shard_aws.py)."""
        return {"DATABASE_NAME": self.database, "DATABASE_USER": self.user, "SHARD_MAP": self.map_name}

    @property
    def statements(self) -> list[Statement]:
        """Return what functions must be allowed to read the map and to connect."""
        return [
            Statement(sid="ShardMap", actions=["dynamodb:GetItem", "dynamodb:Query"], resources=[self.map_arn]),
            Statement(sid="Shards", actions=["rds-db:connect"], resources=self.connect_arns),
        ]
