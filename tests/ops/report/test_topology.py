"""The map: regions, roles and flows from nothing but resources, laid out for any number of regions."""

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.report import drawing, topology
from ops.report.flow_kinds import LISTS, PARTS, REFERENCES, FlowKind
from ops.report.flows import DISTRIBUTION, RECORD, TRAIL
from ops.report.places import PROVIDER
from ops.report.shards import GLOBAL_CLUSTER
from ops.report.topology import Topology
from policies.model import Resource
from tests.ops.report.sample import CANARY, platform, resource, urn

REGIONS = ("us-east-1", "eu-west-1", "ap-south-1", "sa-east-1", "af-south-1")


def flows(found: Topology, kind: FlowKind) -> set[tuple[str, str]]:
    return {(flow.source, flow.target) for flow in found.flows if flow.kind is kind}


def details(found: Topology, label: str) -> dict[str, str]:
    return {region.name: part.detail for region in found.regions for part in region.parts if part.label == label}


def test_shards_keys_and_tables_are_followed_to_every_region() -> None:
    found = topology.read(platform(REGIONS[:3]))
    out = {("us-east-1", "eu-west-1"), ("us-east-1", "ap-south-1")}
    assert flows(found, FlowKind.SHARDS) == out
    assert flows(found, FlowKind.KEYS) == out
    assert flows(found, FlowKind.TABLES) == {("eu-west-1", "us-east-1"), ("ap-south-1", "us-east-1")}
    assert details(found, "Shards") == {"us-east-1": "1 written", "eu-west-1": "1 read", "ap-south-1": "1 read"}
    assert details(found, "Keys") == {"us-east-1": "1 primary", "eu-west-1": "1 replicas", "ap-south-1": "1 replicas"}
    assert found.entries == ["Route 53"]
    assert {route.label for route in found.routes} == {"DNS by weight 33"}


def test_a_shard_is_written_where_its_global_cluster_stands_when_its_members_do_not_tell() -> None:
    told = [
        replace(each, props={key: value for key, value in each.props.items() if not key.startswith("master")})
        for each in platform(REGIONS[:2])
    ]
    assert flows(topology.read(told), FlowKind.SHARDS) == {("us-east-1", "eu-west-1")}


def test_copies_logs_trails_and_peerings_are_flows() -> None:
    found = topology.read(
        [
            resource("vault", "there", "eu-west-1"),
            resource("plan", "plan", "us-east-1", {"rules": [urn("vault", "there")]}),
            resource("stream", "stream", "us-east-1"),
            resource("destination", "near", "us-east-1", {"targetArn": [urn("stream", "stream")]}),
            resource("destination", "far", "eu-west-1", {"targetArn": [urn("stream", "stream")]}),
            resource("trail", "trail", "us-east-1", isMultiRegionTrail=True),
            resource("gateway", "gateway", "us-east-1"),
            resource("attachment", "peering", "eu-west-1", {"peerTransitGatewayId": [urn("gateway", "gateway")]}),
        ]
    )
    assert flows(found, FlowKind.BACKUPS) == {("us-east-1", "eu-west-1")}
    assert flows(found, FlowKind.LOGS) == {("us-east-1", "us-east-1"), ("eu-west-1", "us-east-1")}
    assert flows(found, FlowKind.TRAIL) == {("us-east-1", "us-east-1"), ("eu-west-1", "us-east-1")}
    assert flows(found, FlowKind.PEERING) == {("eu-west-1", "us-east-1")}


def test_what_names_no_region_stands_in_the_only_providers() -> None:
    vpc, provider = resource("vpc", "vpc"), resource("provider", "default", "eu-west-3")
    assert [region.name for region in topology.read([vpc, provider]).regions] == ["eu-west-3"]
    assert topology.read([vpc]).regions == []


def test_a_secret_region_is_not_told() -> None:
    hidden = replace(resource("vpc", "vpc", "us-east-1"), secrets=[("region",)])
    assert topology.read([hidden]).regions == []


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_boxes_and_lanes_of_any_number_of_regions_keep_apart(count: int) -> None:
    drawn = drawing.draw(topology.read(platform(REGIONS[:count])), {}, ())
    lefts = [box.x for box in drawn.boxes]
    assert len(lefts) == count
    assert all(right - left > drawing.COLUMN for left, right in itertools.pairwise(lefts))
    assert lefts[-1] + drawing.COLUMN <= drawn.width
    heights = [line.y for lane in drawn.lanes for line in lane.lines]
    assert heights == sorted(set(heights))
    assert all(drawn.box_top + drawn.box_height < y < drawn.height for y in heights)
    assert bool(heights) == (count > 1)


def test_a_part_is_marked_by_the_worst_that_is_said_of_it() -> None:
    marks = {urn("vpc", "vpc-us-east-1"): "open", urn("bucket", "logs-us-east-1"): "passed"}
    (box,) = drawing.draw(topology.read(platform(REGIONS[:1])), marks, ("open", "passed")).boxes
    assert {row.part.label: row.mark for row in box.rows if row.mark} == {"Network": "open", "Buckets": "passed"}
    assert box.mark == "open"


_TYPES = sorted(
    {
        GLOBAL_CLUSTER,
        PROVIDER,
        RECORD,
        DISTRIBUTION,
        TRAIL,
        *REFERENCES,
        *LISTS,
        *(t for part in PARTS for t in part.types),
    }
)
_PROPS = ("region", "replicas", "specifiedRegions", "multiRegion", "isMultiRegionTrail", "masterUsername", "aliases")
_ROUTING = ("weightedRoutingPolicies", "latencyRoutingPolicies", "geolocationRoutingPolicies")
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([CANARY, True, None, 7]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["region", "regionName", "weight", ""]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(_VALUES)
def test_properties_of_any_shape_are_read_without_failing_and_never_shown(value: Any) -> None:
    refers = {prop: [urn("vpc", "vpc-us-east-1")] for prop in (*_PROPS, "origins")}
    odd = [
        Resource(
            type=kind,
            urn=f"urn:pulumi:staging::sample::{kind}::odd",
            name="odd",
            props=dict.fromkeys((*_PROPS, *_ROUTING), value),
            property_dependencies=refers,
        )
        for kind in _TYPES
    ]
    found = topology.read([*platform(REGIONS[:1]), *odd])
    assert CANARY not in json.dumps([found, drawing.draw(found, {}, ())], default=repr)
