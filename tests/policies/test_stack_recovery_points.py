"""Recovery points: a store that may lose less than its means allow is named, with both numbers."""

from typing import Any

import pytest

from policies.rules.stack._recovery import interval_minutes
from tests.policies import schema
from tests.policies.platform import STACK_TAGS, platform
from tests.policies.stack import Ref, View, with_props
from tests.policies.stack_case import every_view, faults

RULE = "stack_stores_meet_their_recovery_point"
CLUSTER, TABLE = "database-eu-west-1-cluster", "shard-map-table"
HOURLY = [{"schedule": "cron(0 0/1 * * ? *)"}]


@every_view
@pytest.mark.parametrize("name", ["archive-eu-west-1-bucket", "deliveries-eu-west-1-bucket"])
def test_a_bucket_lives_by_its_plan(view: View, name: str) -> None:
    stack = platform()
    stack.nodes["backup-eu-west-1-plan"].props["rules"] = HOURLY
    assert f"{name}: it can lose 60 minutes, and may lose 15 minutes" in faults(RULE, stack.graph(view))


@every_view
def test_a_store_that_nothing_brings_back_is_named(view: View) -> None:
    stack = platform()
    stack.remove("backup-eu-west-1-selection")
    stack.nodes[CLUSTER].props["backupRetentionPeriod"] = 0
    fault = "it can lose everything, and may lose 15 minutes"
    assert f"{CLUSTER}: {fault}" in faults(RULE, stack.graph(view))


@every_view
def test_a_table_needs_point_in_time_recovery_wherever_it_is(view: View) -> None:
    graph = platform().graph(view)
    alone = with_props(graph, TABLE, pointInTimeRecovery={"enabled": False})
    assert faults(RULE, alone) == {f"{TABLE}: it can lose 1440 minutes, and may lose 15 minutes"}
    replica = with_props(graph, TABLE, replicas=[{"regionName": "eu-west-1"}])
    assert faults(RULE, replica) == {f"{TABLE}: its replica in eu-west-1 has no point-in-time recovery"}


@pytest.mark.parametrize(
    ("kind", "props", "lost"),
    [
        ("aws:rds/instance:Instance", {"backupRetentionPeriod": 7}, None),
        ("aws:rds/instance:Instance", {}, "1440 minutes"),
        ("aws:docdb/cluster:Cluster", {"backupRetentionPeriod": 7}, None),
        ("aws:docdb/cluster:Cluster", {"backupRetentionPeriod": 0}, "1440 minutes"),
        ("aws:neptune/cluster:Cluster", {}, None),
        ("aws:neptune/cluster:Cluster", {"backupRetentionPeriod": 0}, "1440 minutes"),
        ("aws:efs/fileSystem:FileSystem", {}, "1440 minutes"),
    ],
)
def test_each_kind_of_store_has_its_own_means(kind: str, props: dict[str, Any], lost: str | None) -> None:
    for prop in props:
        schema.check(kind, prop)
    stack = platform()
    rules = [{"schedule": "cron(0 1 * * ? *)"}]
    stack.nodes["backup-us-east-1-plan"].props["rules"] = rules
    for name in ("archive-us-east-1-bucket", "deliveries-us-east-1-bucket"):
        stack.nodes[name].props["tags"] = {}
    stack.add(kind, "store", region="us-east-1", tags=STACK_TAGS, **props)
    assert faults(RULE, stack.graph()) == (
        {f"store: it can lose {lost}, and may lose 15 minutes"} if lost else set[str]()
    )


def test_a_continuous_plan_or_a_replica_makes_up_for_what_a_service_lacks() -> None:
    stack = platform()
    stack.add("aws:rds/instance:Instance", "store", region="us-east-1", tags=STACK_TAGS)
    stack.nodes["database-us-east-1-cluster"].props["backupRetentionPeriod"] = 0
    stack.add("aws:efs/fileSystem:FileSystem", "files", region="us-east-1", tags=STACK_TAGS)
    copying = "aws:efs/replicationConfiguration:ReplicationConfiguration"
    stack.add(copying, "replication", region="us-east-1", sourceFileSystemId=Ref("files", "id"))
    assert not faults(RULE, stack.graph())


@pytest.mark.parametrize(("minutes", "lost"), [("5", False), ("4", True)])
def test_recovery_to_a_point_in_time_lags_by_five_minutes(minutes: str, lost: bool) -> None:
    graph = with_props(platform().graph(), TABLE, tags={"rpo-minutes": minutes})
    assert faults(RULE, graph) == ({f"{TABLE}: it can lose 5 minutes, and may lose 4 minutes"} if lost else set[str]())


def test_a_store_is_held_to_its_own_objective() -> None:
    graph = platform().graph()
    hourly = with_props(graph, "backup-eu-west-1-plan", rules=HOURLY)
    relaxed = with_props(hourly, "archive-eu-west-1-bucket", tags={**STACK_TAGS, "rpo-minutes": "60"})
    assert {fault.partition(":")[0] for fault in faults(RULE, relaxed)} == {"deliveries-eu-west-1-bucket"}


@pytest.mark.parametrize(
    ("schedule", "minutes"),
    [
        ("rate(15 minutes)", 15),
        ("rate(1 hour)", 60),
        ("rate(2 days)", 2880),
        ("cron(0/10 * * * ? *)", 10),
        ("cron(0 * * * ? *)", 60),
        ("cron(* * * * ? *)", 1),
        ("cron(0 0/4 * * ? *)", 240),
        ("cron(0 */6 * * ? *)", 360),
        ("cron(0 5 * * ? *)", 1440),
        ("cron(0 1,9 * * ? *)", 960),
        ("cron(0 8-17 * * ? *)", 900),
        ("cron(0 5 ? * MON-FRI *)", 10080),
        ("cron(0 5 1 * ? *)", 44640),
        ("cron(0 5 * 1 ? *)", 44640),
        ("at midnight", 44640),
    ],
)
def test_a_schedule_is_as_far_apart_as_its_widest_gap(schedule: str, minutes: int) -> None:
    assert interval_minutes(schedule) == minutes
