"""Which regions a stack is active in, and which region a resource is part of."""

import re
from collections.abc import Set
from dataclasses import dataclass

from policies.graph import Graph
from policies.model import Resource
from policies.read import value

ANCHORS = (
    "aws:apigateway/restApi:RestApi",
    "aws:backup/vault:Vault",
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
    "aws:rds/cluster:Cluster",
)
"""Types that stand in a region only if the platform runs there. Several, so that losing one does not hide a region."""

TWINS = {"aws:kms/replicaKey:ReplicaKey": "aws:kms/key:Key"}
"""Types that play one role: the primary of a multi-region key in one region, replicas in the others."""


@dataclass(frozen=True)
class Role:
    """What a resource is in its region, and so what its like in another region is called."""

    type: str
    name: str
    """Logical name, with `{}` for the region."""

    def named(self, region: str) -> str:
        """Return the logical name of the resource that plays the role in *region*."""
        return self.name.replace("{}", region)


def active_regions(graph: Graph) -> frozenset[str]:
    """Return the regions that hold any part which every region has."""
    found = (value(resource.props, "region") for resource in graph.of(ANCHORS))
    return frozenset(region for region in found if isinstance(region, str))


def region_pattern(regions: Set[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of *regions* in a logical name, as a word of its own."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, sorted(regions)))})(?![a-z0-9])")


def regional_role(resource: Resource, pattern: re.Pattern[str]) -> tuple[Role, str] | None:
    """Return the role of *resource* and its region, or None when its name is of no region or of several."""
    regions = set(pattern.findall(resource.name))
    if len(regions) != 1:
        return None
    return Role(TWINS.get(resource.type, resource.type), pattern.sub("{}", resource.name)), regions.pop()
