"""The regions of a stack, what stands in each, and what flows between them, as far as the resources say.

A region is where a resource says it is; a flow is a reference from one region to another. Properties are read for
regions, routing weights and whether they are there; none of their other values leaves this module.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ops.report.flow_kinds import ENTRIES, LISTS, PARTS, REFERENCES, Bearing, FlowKind
from policies.model import Resource

CLUSTER, GLOBAL_CLUSTER = "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"
KEY, REPLICA_KEY = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"
PROVIDER = "pulumi:providers:aws"
RECORD, DISTRIBUTION = "aws:route53/record:Record", "aws:cloudfront/distribution:Distribution"
TRAIL = "aws:cloudtrail/trail:Trail"
PLAIN = "DNS"
_ROUTINGS = {
    "failoverRoutingPolicies": "failover",
    "geolocationRoutingPolicies": "place",
    "geoproximityRoutingPolicy": "distance",
    "latencyRoutingPolicies": "latency",
}
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}")
_FOUNDS = frozenset({"masterUsername", "manageMasterUserPassword", "snapshotIdentifier"})
"""What only the writer of a global cluster is given (Amazon Aurora, "Getting started with Aurora global databases")."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Resources of one purpose in one region."""

    label: str
    detail: str
    """How many, by role where that tells them apart."""
    urns: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Region:
    """What stands in one region."""

    name: str
    parts: Sequence[Part]
    urns: Sequence[str]
    """Of everything that stands there."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What goes from one region to another, or to the same one, in one way."""

    kind: FlowKind
    source: str
    target: str
    names: Sequence[str]
    """Logical names of the resources that say so."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """How clients come to a region."""

    region: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Topology:
    """Regions by name, entries of the platform, and the flows."""

    regions: Sequence[Region]
    entries: Sequence[str]
    """What stands in front of all regions."""
    routes: Sequence[Route]
    flows: Sequence[Flow]


class _Places:
    """Where each resource stands."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
        providers = {region_of(each) for each in resources if each.type == PROVIDER}
        self._default = providers.pop() if len(providers) == 1 else None

    @cached_property
    def by_urn(self) -> Mapping[str, str]:
        """The region of each resource that has one."""
        regional = {kind for part in PARTS for kind in part.types}
        found = ((each.urn, self._place(each, regional)) for each in self.resources)
        return {urn: region for urn, region in found if region}

    def _place(self, resource: Resource, regional: set[str]) -> str | None:
        if resource.type == PROVIDER:
            return None
        return region_of(resource) or (self._default if resource.type in regional else None)

    def referred(self, resource: Resource, prop: str) -> set[str]:
        """Return the regions of what *prop* of *resource* refers to."""
        return {self.by_urn[urn] for urn in resource.property_dependencies.get(prop, ()) if urn in self.by_urn}


def region_of(resource: Resource) -> str | None:
    """Return the region that *resource* names, unless it is secret or unknown."""
    return None if ("region",) in map(tuple, resource.secrets) else _region(resource.props.get("region"))


def read(resources: Sequence[Resource]) -> Topology:
    """Return the topology of *resources*, all of one stack's. Linear in their number."""
    places = _Places(resources)
    writers = _writers(places)
    types = Counter(each.type for each in resources)
    return Topology(
        regions=_regions(places, writers),
        entries=[label for label, kind in ENTRIES if types[kind]],
        routes=_told(set(_routes(places))),
        flows=_flows(places, writers),
    )


def _regions(places: _Places, writers: Mapping[str, str]) -> Sequence[Region]:
    standing: dict[str, list[Resource]] = defaultdict(list)
    for resource in places.resources:
        if resource.urn in places.by_urn:
            standing[places.by_urn[resource.urn]].append(resource)
    return [
        Region(name=name, parts=_parts(standing[name], writers), urns=[each.urn for each in standing[name]])
        for name in sorted(standing)
    ]


def _parts(standing: Sequence[Resource], writers: Mapping[str, str]) -> Sequence[Part]:
    by_type: dict[str, list[Resource]] = defaultdict(list)
    for resource in standing:
        by_type[resource.type].append(resource)
    found: list[Part] = []
    for kind in PARTS:
        members = [resource for each in kind.types for resource in by_type[each]]
        if members:
            roles = Counter(_role(resource, writers) for resource in members)
            detail = ", ".join(f"{count} {role}".rstrip() for role, count in sorted(roles.items()))
            found.append(Part(label=kind.label, detail=detail, urns=[each.urn for each in members]))
    return found


def _role(resource: Resource, writers: Mapping[str, str]) -> str:
    if resource.type == CLUSTER and (shard := _global_of(resource)):
        return "written" if writers.get(shard) == resource.urn else "read"
    if resource.type == REPLICA_KEY:
        return "replicas"
    if resource.type == KEY:
        return "primary" if resource.props.get("multiRegion") is True else "of this region"
    return ""


def _global_of(cluster: Resource) -> str | None:
    return next(iter(cluster.property_dependencies.get("globalClusterIdentifier", ())), None)


def _writers(places: _Places) -> Mapping[str, str]:
    """Return, by URN of each global cluster, the URN of the member that was founded to write."""
    homes = {each.urn: region_of(each) for each in places.resources if each.type == GLOBAL_CLUSTER}
    members: dict[str, list[Resource]] = defaultdict(list)
    for resource in places.resources:
        if resource.type == CLUSTER and (shard := _global_of(resource)):
            members[shard].append(resource)
    writers: dict[str, str] = {}
    for shard, clusters in members.items():
        founded = [each for each in clusters if not _FOUNDS.isdisjoint(each.props)]
        at_home = [each for each in clusters if places.by_urn.get(each.urn) == homes.get(shard)]
        for chosen in (founded, at_home):
            if len(chosen) == 1:
                writers[shard] = chosen[0].urn
                break
    return writers


def _flows(places: _Places, writers: Mapping[str, str]) -> Sequence[Flow]:
    named: dict[tuple[FlowKind, str, str], list[str]] = defaultdict(list)
    for kind, source, target, name in (*_references(places), *_replicas(places, writers), *_trails(places)):
        ends = sorted((source, target)) if kind.bearing is Bearing.BOTH else (source, target)
        named[kind, ends[0], ends[1]].append(name)
    order = list(FlowKind)
    return [
        Flow(kind=kind, source=source, target=target, names=sorted(set(names)))
        for (kind, source, target), names in sorted(named.items(), key=lambda each: (order.index(each[0][0]), each[0]))
    ]


_Found = Iterable[tuple[FlowKind, str, str, str]]
"""Kind, source, target and the name of the resource that says so."""


def _references(places: _Places) -> _Found:
    for resource in places.resources:
        here = places.by_urn.get(resource.urn)
        if here is None:
            continue
        for kind, prop in REFERENCES.get(resource.type, ()):
            yield from _ends(kind, here, places.referred(resource, prop), resource.name)
        for kind, prop, key in LISTS.get(resource.type, ()):
            yield from _ends(kind, here, _listed(resource.props.get(prop), key), resource.name)


def _ends(kind: FlowKind, here: str, others: set[str], name: str) -> _Found:
    for other in others if kind.stays else others - {here}:
        yield (kind, other, here, name) if kind.bearing is Bearing.INBOUND else (kind, here, other, name)


def _listed(value: Any, key: str) -> set[str]:
    """Return the regions in a list of regions, or of blocks that name one under *key*."""
    entries = value if isinstance(value, list) else []
    found = (_region(entry.get(key) if isinstance(entry, dict) else entry) for entry in entries)
    return {region for region in found if region}


def _replicas(places: _Places, writers: Mapping[str, str]) -> _Found:
    for resource in places.resources:
        if resource.type == CLUSTER and (shard := _global_of(resource)) and shard in writers:
            source, target = places.by_urn.get(writers[shard]), places.by_urn.get(resource.urn)
            if source and target and writers[shard] != resource.urn:
                yield FlowKind.SHARDS, source, target, shard.rsplit("::", 1)[-1]


def _trails(places: _Places) -> _Found:
    everywhere = sorted(set(places.by_urn.values()))
    for resource in places.resources:
        home = places.by_urn.get(resource.urn)
        if resource.type == TRAIL and home:
            whole = resource.props.get("isMultiRegionTrail") is True
            for region in everywhere if whole else [home]:
                yield FlowKind.TRAIL, region, home, resource.name


def _told(routes: Set[Route]) -> Sequence[Route]:
    """Leave out plain records of regions that have routed ones."""
    routed = {route.region for route in routes if route.label.startswith(f"{PLAIN} ")}
    told = [route for route in routes if route.label != PLAIN or route.region not in routed]
    return sorted(told, key=lambda route: (route.region, route.label))


def _routes(places: _Places) -> Iterable[Route]:
    for resource in places.resources:
        if resource.type == RECORD:
            for region in places.referred(resource, "aliases"):
                yield Route(region=region, label=_routing(resource.props))
        elif resource.type == DISTRIBUTION:
            for region in places.referred(resource, "origins"):
                yield Route(region=region, label="CDN origin")


def _routing(props: Mapping[str, Any]) -> str:
    for entry in props.get("weightedRoutingPolicies") or ():
        weight = entry.get("weight") if isinstance(entry, dict) else None
        if isinstance(weight, int | float):
            return f"{PLAIN} by weight {weight:g}"
    return next((f"{PLAIN} by {how}" for prop, how in _ROUTINGS.items() if props.get(prop)), PLAIN)


def _region(value: Any) -> str | None:
    return value if isinstance(value, str) and _REGION.fullmatch(value) else None
