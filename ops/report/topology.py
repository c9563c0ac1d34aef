"""The regions of a stack, what stands in each, and what flows between them, as far as the resources say.

A region is where a resource says it is; a flow is a reference from one region to another. Properties are read for
regions, routing weights and whether they are there; none of their other values is told.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops.report.flow_kinds import ENTRIES, PARTS
from ops.report.flows import Flow, Route, flows, routes
from ops.report.places import Places
from ops.report.shards import CLUSTER, global_of, writers
from policies.model import Resource

KEY, REPLICA_KEY = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"


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
class Topology:
    """Regions by name, entries of the platform, and the flows."""

    regions: Sequence[Region]
    entries: Sequence[str]
    """What stands in front of all regions."""
    routes: Sequence[Route]
    flows: Sequence[Flow]


def read(resources: Sequence[Resource]) -> Topology:
    """Return the topology of *resources*, all of one stack's. Linear in their number."""
    places = Places(resources)
    written = writers(places)
    types = Counter(each.type for each in resources)
    return Topology(
        regions=_regions(places, written),
        entries=[label for label, kind in ENTRIES if types[kind]],
        routes=routes(places),
        flows=flows(places, written),
    )


def _regions(places: Places, written: Mapping[str, str]) -> Sequence[Region]:
    standing: dict[str, list[Resource]] = defaultdict(list)
    for resource in places.resources:
        if resource.urn in places.by_urn:
            standing[places.by_urn[resource.urn]].append(resource)
    return [
        Region(name=name, parts=_parts(standing[name], written), urns=[each.urn for each in standing[name]])
        for name in sorted(standing)
    ]


def _parts(standing: Sequence[Resource], written: Mapping[str, str]) -> Sequence[Part]:
    by_type: dict[str, list[Resource]] = defaultdict(list)
    for resource in standing:
        by_type[resource.type].append(resource)
    found: list[Part] = []
    for kind in PARTS:
        members = [resource for each in kind.types for resource in by_type[each]]
        if members:
            roles = Counter(_role(resource, written) for resource in members)
            detail = ", ".join(f"{count} {role}".rstrip() for role, count in sorted(roles.items()))
            found.append(Part(label=kind.label, detail=detail, urns=[each.urn for each in members]))
    return found


def _role(resource: Resource, written: Mapping[str, str]) -> str:
    if resource.type == CLUSTER and (shard := global_of(resource)):
        return "written" if written.get(shard) == resource.urn else "read"
    if resource.type == REPLICA_KEY:
        return "replicas"
    if resource.type == KEY:
        return "primary" if resource.props.get("multiRegion") is True else "of this region"
    return ""
