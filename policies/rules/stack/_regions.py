"""Which regions a stack is active in, and which region a resource is part of."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from pulumi_policy.proxy import UnknownValueError

from policies.graph import Graph, known
from policies.model import Finding, Resource
from policies.references import judged
from policies.unknown import UNKNOWN

ANCHORS = (
    "aws:apigateway/restApi:RestApi",
    "aws:backup/vault:Vault",
    "aws:ec2/vpc:Vpc",
    "aws:eks/cluster:Cluster",
    "aws:rds/cluster:Cluster",
)
"""Types that stand in a region only if a stack runs there. Several, so that losing one does not hide a region."""

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


class NoRegionError(UnknownValueError):
    """A provider doesn't say which region a resource is in, so that nothing can be said of its place."""

    def __init__(self, resource: Resource | None = None) -> None:
        """*resource* is another than the judged one."""
        super().__init__(UNKNOWN, ["region"])
        self.message = f"{resource.name}: {NO_REGION}" if resource else NO_REGION


def region_of(resource: Resource) -> str:
    """Return the region that *resource* is in. Raises `NoRegionError` where its provider doesn't say."""
    found = known(resource.props, "region")
    if not isinstance(found, str):
        raise NoRegionError
    return found


def by_region(resources: Iterable[Resource]) -> tuple[Mapping[str, Sequence[Resource]], Sequence[Finding]]:
    """Return *resources* by region, and an obligation for each that names none."""
    placed: dict[str, list[Resource]] = defaultdict(list)
    silent: list[Finding] = []
    for resource in resources:
        try:
            placed[region_of(resource)].append(resource)
        except NoRegionError as error:
            silent.append(Finding(message=f"{resource.name}: {error.message}", urn=resource.urn, obligation=True))
    return placed, silent


def each_region(regions: Iterable[str], check: Callable[[str], str | None]) -> Iterable[Finding | None]:
    """Judge *regions* one by one, as `each` does resources; what is wrong follows a region's name as its verb."""
    return judged(sorted(regions), check, lambda region: (region, ""), " ")


def active_regions(graph: Graph) -> tuple[Set[str], Sequence[Finding]]:
    """Return the regions that hold any part which every region has, and an obligation for each that names none."""
    placed, silent = by_region(graph.of(ANCHORS))
    return placed.keys(), silent


def running_regions(graph: Graph) -> tuple[Set[str], Sequence[Finding]]:
    """Return the regions that anything runs in, and an obligation for each resource that names none."""
    placed, silent = by_region(graph.of(RUNNING))
    return placed.keys(), silent


def region_pattern(regions: Set[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of *regions* in a logical name, as a word of its own."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, sorted(regions)))})(?![a-z0-9])")


def regional_role(resource: Resource, pattern: re.Pattern[str]) -> tuple[Role, str] | None:
    """Return the role of *resource* and its region, or None when its name is of no region or of several."""
    regions = set(pattern.findall(resource.name))
    if len(regions) != 1:
        return None
    return Role(TWINS.get(resource.type, resource.type), pattern.sub("{}", resource.name)), regions.pop()
