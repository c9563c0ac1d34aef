"""Residency: every way by which held data would leave its jurisdiction is named, hop by hop."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.policies import schema
from tests.policies.copies import ABROAD, HERE, copied_to, shipped
from tests.policies.platform import HELD_TAGS, KEY_POLICY, STACK_TAGS, platform
from tests.policies.stack import Ref, Stack, View
from tests.policies.stack_case import FIVE, every_view, faults, judged

RULE = "stack_data_stays_in_its_residency"

COPIES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "aws:dynamodb/table:Table": ("aws:dynamodb/tableReplica:TableReplica", {"globalTableArn": Ref("store")}),
    "aws:kms/key:Key": ("aws:kms/replicaKey:ReplicaKey", {"primaryKeyArn": Ref("store")}),
    "aws:rds/globalCluster:GlobalCluster": (
        "aws:rds/cluster:Cluster",
        {"globalClusterIdentifier": Ref("store", "id")},
    ),
    "aws:docdb/globalCluster:GlobalCluster": (
        "aws:docdb/cluster:Cluster",
        {"globalClusterIdentifier": Ref("store", "id")},
    ),
    "aws:neptune/globalCluster:GlobalCluster": (
        "aws:neptune/cluster:Cluster",
        {"globalClusterIdentifier": Ref("store", "id")},
    ),
    "aws:rds/cluster:Cluster": ("aws:rds/cluster:Cluster", {"replicationSourceIdentifier": Ref("store")}),
    "aws:rds/instance:Instance": ("aws:rds/instance:Instance", {"replicateSourceDb": Ref("store")}),
    "aws:s3/bucket:Bucket": (
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        {"bucket": Ref("store", "id"), "rules": []},
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
        {"primaryReplicationGroupId": Ref("store", "id")},
    ),
}
"""By type of store, a copy of it in a resource of its own. The last two hand on to a third."""


def stored(kind: str, **props: Any) -> Stack:
    """Return a platform with a held store, called `store`, at home."""
    stack = platform()
    stack.add(kind, "store", region=HERE, tags=HELD_TAGS, **props)
    return stack


@every_view
@pytest.mark.parametrize("kind", list(COPIES)[:-2])
def test_a_copy_abroad_is_named_with_where_it_is(view: View, kind: str) -> None:
    copy, props = COPIES[kind]
    for prop in props:
        schema.check(copy, prop)
    for region, expected in (
        (ABROAD, {"store: its data leaves us: store (us-east-1, us) -> copy (eu-west-1, eu)"}),
        (HERE, set[str]()),
    ):
        stack = stored(kind)
        stack.add(copy, "copy", region=region, **props)
        assert faults(RULE, stack.graph(view)) == expected


@every_view
@pytest.mark.parametrize(
    ("kind", "prop", "entry"),
    [
        ("aws:dynamodb/table:Table", "replicas", "regionName"),
        ("aws:secretsmanager/secret:Secret", "replicas", "region"),
    ],
)
def test_a_copy_that_the_store_lists_is_named(view: View, kind: str, prop: str, entry: str) -> None:
    stack = stored(kind, **{prop: [{entry: HERE}, {entry: ABROAD}]})
    path = "store (us-east-1, us) -> a copy (eu-west-1, eu)"
    assert faults(RULE, stack.graph(view)) == {f"store: its data leaves us: {path}"}


@every_view
def test_a_file_system_replicated_abroad_is_named(view: View) -> None:
    stack = stored("aws:efs/fileSystem:FileSystem")
    stack.add(
        "aws:efs/replicationConfiguration:ReplicationConfiguration",
        "replication",
        region=HERE,
        sourceFileSystemId=Ref("store", "id"),
        destination={"region": ABROAD},
    )
    path = "store (us-east-1, us) -> replication (us-east-1, us) -> a copy (eu-west-1, eu)"
    assert faults(RULE, stack.graph(view)) == {f"store: its data leaves us: {path}"}


@every_view
def test_a_bucket_replicated_abroad_is_named_with_its_replication(view: View) -> None:
    stack = platform()
    stack.add(
        COPIES["aws:s3/bucket:Bucket"][0],
        "copying",
        region=HERE,
        bucket=Ref("archive-us-east-1-bucket", "id"),
        rules=[{"destination": {"bucket": Ref("archive-eu-west-1-bucket")}}],
    )
    source, copy = "archive-us-east-1-bucket", "archive-eu-west-1-bucket"
    path = f"{source} (us-east-1, us) -> copying (us-east-1, us) -> {copy} (eu-west-1, eu)"
    assert faults(RULE, stack.graph(view)) == {f"{source}: its data leaves us: {path}"}


@every_view
def test_a_cache_that_spans_regions_is_followed_through_its_group(view: View) -> None:
    kind = "aws:elasticache/replicationGroup:ReplicationGroup"
    copy, props = COPIES[kind]
    stack = stored(kind)
    stack.add(copy, "datastore", **props)
    stack.add(kind, "copy", region=ABROAD, globalReplicationGroupId=Ref("datastore", "id"))
    path = "store (us-east-1, us) -> datastore (no region) -> copy (eu-west-1, eu)"
    assert faults(RULE, stack.graph(view)) == {f"store: its data leaves us: {path}"}


@every_view
def test_a_member_of_a_global_database_leads_to_the_others(view: View) -> None:
    stack = stored("aws:rds/cluster:Cluster", globalClusterIdentifier=Ref("database-global", "id"))
    path = "store (us-east-1, us) -> database-global (no region) -> database-eu-west-1-cluster (eu-west-1, eu)"
    assert faults(RULE, stack.graph(view)) == {f"store: its data leaves us: {path}"}


@every_view
def test_a_backup_copied_abroad_is_named_by_each_store_it_is_of(view: View) -> None:
    way = "(us-east-1, us) -> backup-us-east-1-plan (us-east-1, us) -> vault-eu-west-1 (eu-west-1, eu)"
    assert faults(RULE, copied_to(Ref("vault-eu-west-1")).graph(view)) == {
        f"{name}: its data leaves us: {name} {way}"
        for name in ("archive-us-east-1-bucket", "deliveries-us-east-1-bucket")
    }


def test_a_vault_is_known_by_its_lock_before_it_stands() -> None:
    found = faults(RULE, copied_to(Ref("vault-eu-west-1-lock", "backupVaultArn")).graph(View.PREVIEW))
    assert {fault.rpartition("-> ")[2] for fault in found} == {"vault-eu-west-1-lock (eu-west-1, eu)"}


@every_view
@pytest.mark.parametrize(
    ("stream", "search", "way"),
    [
        (HERE, ABROAD, "stream (us-east-1, us) -> search (eu-west-1, eu)"),
        (ABROAD, ABROAD, "stream (eu-west-1, eu)"),
    ],
)
def test_logs_are_followed_to_where_they_are_searched(view: View, stream: str, search: str, way: str) -> None:
    found = faults(RULE, shipped(platform(), stream, search).graph(view))
    path = f"cluster-us-east-1-logs (us-east-1, us) -> filter (us-east-1, us) -> door (us-east-1, us) -> {way}"
    assert found == {f"cluster-us-east-1-logs: its data leaves us: {path}"}


def test_logs_may_be_searched_in_another_region_of_their_jurisdiction() -> None:
    assert not faults(RULE, shipped(platform(FIVE), "us-west-2", "us-west-2").graph())


@every_view
@pytest.mark.parametrize(("residency", "leaves"), [("us", False), ("eu", True)])
def test_logs_of_a_region_without_a_network_are_of_the_jurisdiction_that_their_destination_names(
    view: View, residency: str, leaves: bool
) -> None:
    stack = platform()
    elsewhere = "us-west-2"
    stack.add("aws:cloudwatch/logGroup:LogGroup", "queries", region=elsewhere, name="queries")
    door: dict[str, Any] = {"logGroup": Ref("queries", "name"), "destinationArn": Ref("door")}
    stack.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "filter", region=elsewhere, **door)
    tags = {"residency": residency}
    stack.add(
        "aws:cloudwatch/logDestination:LogDestination", "door", region=elsewhere, targetArn=Ref("stream"), tags=tags
    )
    stack.add("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "stream", region=HERE)
    assert bool(faults(RULE, stack.graph(view))) is leaves


@every_view
@pytest.mark.parametrize(
    ("kind", "name", "props"),
    [
        ("aws:ec2/flowLog:FlowLog", "flows", {"logDestination": Ref("deliveries-eu-west-1-bucket")}),
        (
            "aws:s3/bucketLogging:BucketLogging",
            "logging",
            {"bucket": Ref("archive-us-east-1-bucket", "id"), "targetBucket": Ref("deliveries-eu-west-1-bucket", "id")},
        ),
    ],
)
def test_access_and_flow_logs_written_abroad_are_named(
    view: View, kind: str, name: str, props: Mapping[str, Any]
) -> None:
    stack = platform()
    stack.add(kind, name, region=HERE, **props)
    (found,) = faults(RULE, stack.graph(view))
    assert found.endswith(f"{name} (us-east-1, us) -> deliveries-eu-west-1-bucket (eu-west-1, eu)")


def test_what_plans_do_not_take_is_not_followed_to_them() -> None:
    stack = copied_to(Ref("vault-eu-west-1"))
    stack.add("aws:opensearch/domain:Domain", "search", region=HERE, tags=HELD_TAGS)
    assert not any(fault.startswith("search") for fault in faults(RULE, stack.graph()))


def test_a_network_that_names_no_jurisdiction_leaves_its_region_one_of_its_own() -> None:
    stack = stored("aws:dynamodb/table:Table", replicas=[{"regionName": ABROAD}, {"regionName": HERE}])
    stack.nodes["network-us-east-1-vpc"].props["tags"] = {}
    assert faults(RULE, stack.graph()) == {
        "store: its data leaves us-east-1: store (us-east-1, of no declared jurisdiction) -> a copy (eu-west-1, eu)"
    }


def test_a_store_whose_region_is_not_known_is_not_judged() -> None:
    stack = stored("aws:dynamodb/table:Table", replicas=[{"regionName": ABROAD}])
    stack.nodes["store"].props["region"] = None
    assert not faults(RULE, stack.graph())


def test_a_region_that_declares_no_jurisdiction_is_abroad() -> None:
    stack = stored("aws:dynamodb/table:Table", replicas=[{"regionName": "us-west-2"}])
    (found,) = faults(RULE, stack.graph())
    assert found.endswith("-> a copy (us-west-2, of no declared jurisdiction)")


@pytest.mark.parametrize(
    ("tags", "is_held"),
    [
        (STACK_TAGS, False),
        ({**STACK_TAGS, "data-class": "restricted"}, True),
        ({"data-class": "confidential"}, True),
        ({"data-class": "internal", "residency": "us"}, True),
        ({"owner": "somebody"}, False),
    ],
)
def test_what_may_rest_anywhere_says_so_unless_it_is_restricted(tags: Mapping[str, str], is_held: bool) -> None:
    stack = stored("aws:dynamodb/table:Table", replicas=[{"regionName": ABROAD}])
    stack.nodes["store"].props["tags"] = tags
    assert bool(faults(RULE, stack.graph())) == is_held


@every_view
def test_a_held_key_needs_replicas_in_its_own_jurisdiction_alone(view: View) -> None:
    stack = platform(FIVE)
    stack.add("aws:kms/key:Key", "held", region=HERE, multiRegion=True, policy=KEY_POLICY, tags=HELD_TAGS)
    replicas = "stack_replicas_reach_every_region"
    assert faults(replicas, stack.graph(view)) == {"held: it has no replica in us-west-2"}
    copy: dict[str, Any] = {"region": "us-west-2", "primaryKeyArn": Ref("held"), "policy": KEY_POLICY}
    stack.add("aws:kms/replicaKey:ReplicaKey", "held-replica", **copy)
    assert judged(stack.graph(view)) == (set(), set())
