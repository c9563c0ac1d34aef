"""What flows between regions, and how clients come to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ops.report.flow_kinds import LISTS, REFERENCES, Bearing, FlowKind
from ops.report.places import Places, entries, listed
from ops.report.shards import CLUSTER, global_of

RECORD, DISTRIBUTION = "aws:route53/record:Record", "aws:cloudfront/distribution:Distribution"
TRAIL = "aws:cloudtrail/trail:Trail"
PLAIN = "DNS"
_ROUTINGS = {
    "failoverRoutingPolicies": "failover",
    "geolocationRoutingPolicies": "place",
    "geoproximityRoutingPolicy": "distance",
    "latencyRoutingPolicies": "latency",
}


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


def flows(places: Places, writers: Mapping[str, str]) -> Sequence[Flow]:
    """Return the flows, kind by kind; *writers* has the URN of each global cluster's writer."""
    named: dict[tuple[FlowKind, str, str], list[str]] = defaultdict(list)
    for kind, source, target, name in (*_references(places), *_replicas(places, writers), *_trails(places)):
        ends = sorted((source, target)) if kind.bearing is Bearing.BOTH else (source, target)
        named[kind, ends[0], ends[1]].append(name)
    order = list(FlowKind)
    return [
        Flow(kind=kind, source=source, target=target, names=sorted(set(names)))
        for (kind, source, target), names in sorted(named.items(), key=lambda each: (order.index(each[0][0]), each[0]))
    ]


def routes(places: Places) -> Sequence[Route]:
    """Return how clients come to each region, without plain records where there are routed ones."""
    every = set(_routes(places))
    routed = {route.region for route in every if route.label.startswith(f"{PLAIN} ")}
    told = [route for route in every if route.label != PLAIN or route.region not in routed]
    return sorted(told, key=lambda route: (route.region, route.label))


_Found = Iterable[tuple[FlowKind, str, str, str]]
"""Kind, source, target and the name of the resource that says so."""


def _references(places: Places) -> _Found:
    for resource in places.resources:
        here = places.by_urn.get(resource.urn)
        if here is None:
            continue
        for kind, prop in REFERENCES.get(resource.type, ()):
            yield from _ends(kind, here, places.referred(resource, prop), resource.name)
        for kind, prop, key in LISTS.get(resource.type, ()):
            yield from _ends(kind, here, listed(resource.props.get(prop), key), resource.name)


def _ends(kind: FlowKind, here: str, others: set[str], name: str) -> _Found:
    for other in others if kind.stays else others - {here}:
        yield (kind, other, here, name) if kind.bearing is Bearing.INBOUND else (kind, here, other, name)


def _replicas(places: Places, writers: Mapping[str, str]) -> _Found:
    for resource in places.resources:
        if resource.type == CLUSTER and (shard := global_of(resource)) and shard in writers:
            source, target = places.by_urn.get(writers[shard]), places.by_urn.get(resource.urn)
            if source and target and writers[shard] != resource.urn:
                yield FlowKind.SHARDS, source, target, shard.rsplit("::", 1)[-1]


def _trails(places: Places) -> _Found:
    everywhere = sorted(set(places.by_urn.values()))
    for resource in places.resources:
        home = places.by_urn.get(resource.urn)
        if resource.type == TRAIL and home:
            whole = resource.props.get("isMultiRegionTrail") is True
            for region in everywhere if whole else [home]:
                yield FlowKind.TRAIL, region, home, resource.name


def _routes(places: Places) -> Iterable[Route]:
    for resource in places.resources:
        if resource.type == RECORD:
            for region in places.referred(resource, "aliases"):
                yield Route(region=region, label=_routing(resource.props))
        elif resource.type == DISTRIBUTION:
            for region in places.referred(resource, "origins"):
                yield Route(region=region, label="CDN origin")


def _routing(props: Mapping[str, Any]) -> str:
    for weight in entries(props.get("weightedRoutingPolicies"), "weight"):
        if isinstance(weight, int | float):
            return f"{PLAIN} by weight {weight:g}"
    return next((f"{PLAIN} by {how}" for prop, how in _ROUTINGS.items() if props.get(prop)), PLAIN)
