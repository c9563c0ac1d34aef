"""Which regions a stack is active in, and which region a resource is part of."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from policies.graph import Graph
from policies.model import Finding, Resource
from policies.read import value

ANCHORS = (
    "aws:apigateway/restApi:RestApi",
    "aws:backup/vault:Vault",
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
    "aws:rds/cluster:Cluster",
)
"""Types that stand in a region only if the platform runs there. Several, so that losing one does not hide a region."""

RUNNING = (
    *ANCHORS,
    "aws:apigatewayv2/api:Api",
    "aws:apprunner/service:Service",
    "aws:autoscaling/group:Group",
    "aws:batch/computeEnvironment:ComputeEnvironment",
    "aws:docdb/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:ec2/instance:Instance",
    "aws:ecs/cluster:Cluster",
    "aws:ecs/service:Service",
    "aws:efs/fileSystem:FileSystem",
    "aws:elasticache/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticbeanstalk/environment:Environment",
    "aws:elb/loadBalancer:LoadBalancer",
    "aws:emr/cluster:Cluster",
    "aws:lambda/function:Function",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:memorydb/cluster:Cluster",
    "aws:msk/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:opensearch/domain:Domain",
    "aws:rds/instance:Instance",
    "aws:redshift/cluster:Cluster",
    "aws:sagemaker/endpoint:Endpoint",
)
"""Those, and types any of which means that something runs in a region, which must be watched there."""

TWINS = {"aws:kms/replicaKey:ReplicaKey": "aws:kms/key:Key"}
"""Types that play one role: the primary of a multi-region key in one region, replicas in the others."""


NO_REGION = "its provider doesn't say which region it is in; versions of pulumi-aws from 7 on do"


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


def running_regions(graph: Graph) -> tuple[frozenset[str], Sequence[Finding]]:
    """Return the regions that anything runs in, and an obligation for each resource that names none."""
    running = graph.of(RUNNING)
    regions = frozenset(region for each in running if isinstance(region := value(each.props, "region"), str))
    silent = [each for each in running if not isinstance(value(each.props, "region"), str)]
    return regions, [Finding(message=f"{each.name}: {NO_REGION}", urn=each.urn, obligation=True) for each in silent]


def region_pattern(regions: Set[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of *regions* in a logical name, as a word of its own."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, sorted(regions)))})(?![a-z0-9])")


def regional_role(resource: Resource, pattern: re.Pattern[str]) -> tuple[Role, str] | None:
    """Return the role of *resource* and its region, or None when its name is of no region or of several."""
    regions = set(pattern.findall(resource.name))
    if len(regions) != 1:
        return None
    return Role(TWINS.get(resource.type, resource.type), pattern.sub("{}", resource.name)), regions.pop()
