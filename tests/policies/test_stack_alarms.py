"""Alarms: a service that no alarm watches, or whose alarm tells nobody, is named."""

from typing import Any

import pytest

from policies.rules.stack._dimensions import DIMENSIONS
from tests.policies import schema
from tests.policies.platform import platform
from tests.policies.stack import Ref, Stack, View, with_props
from tests.policies.stack_case import every_view, faults, without

RULE = "stack_services_have_alarms"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DATABASE = "database-eu-west-1-cluster"
UNWATCHED = {f"{DATABASE}: no alarm that tells somebody watches it"}
TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"


@every_view
@pytest.mark.parametrize("name", [node.name for node in platform().nodes.values() if node.type in DIMENSIONS])
def test_a_service_without_an_alarm_is_named(view: View, name: str) -> None:
    assert faults(RULE, without(f"{name}-trouble").graph(view)) == {f"{name}: no alarm that tells somebody watches it"}


@every_view
@pytest.mark.parametrize(
    "change", [{"alarmActions": None}, {"alarmActions": []}, {"actionsEnabled": False}, {"dimensions": None}]
)
def test_an_alarm_that_tells_nobody_does_not_count(view: View, change: dict[str, Any]) -> None:
    assert faults(RULE, with_props(platform().graph(view), f"{DATABASE}-trouble", **change)) == UNWATCHED


@every_view
def test_an_alarm_on_another_dimension_does_not_count(view: View) -> None:
    stack = without(f"{DATABASE}-trouble")
    dimensions = {"ClusterName": Ref(DATABASE, "clusterIdentifier")}
    stack.add(ALARM, "other", region="eu-west-1", dimensions=dimensions, alarmActions=[TOPIC])
    assert faults(RULE, stack.graph(view)) == UNWATCHED


def test_an_alarm_of_another_region_on_the_same_name_does_not_count() -> None:
    stack = without(f"{DATABASE}-trouble")
    dimensions = {"DBClusterIdentifier": f"groot-{DATABASE}"}
    stack.add(ALARM, "other", region="us-east-1", dimensions=dimensions, alarmActions=[TOPIC])
    assert faults(RULE, stack.graph()) == UNWATCHED


@every_view
def test_an_alarm_on_an_expression_counts_for_what_it_is_made_of(view: View) -> None:
    stack = without(f"{DATABASE}-trouble")
    metric = {"dimensions": {"DBClusterIdentifier": Ref(DATABASE, "clusterIdentifier")}}
    queries = [{"id": "ratio", "expression": "m1 / 2"}, {"id": "m1", "metric": metric}]
    stack.add(ALARM, "ratio", region="eu-west-1", metricQueries=queries, alarmActions=[TOPIC])
    assert not faults(RULE, stack.graph(view))


def combined(region: str, rule: Any, **props: Any) -> Stack:
    stack = platform()
    stack.nodes[f"{DATABASE}-trouble"].props["alarmActions"] = []
    stack.add(COMPOSITE, "combined", region=region, alarmRule=rule, **props)
    return stack


@every_view
def test_an_alarm_made_of_alarms_speaks_for_them(view: View) -> None:
    rule = f'ALARM("groot-{DATABASE}-trouble") AND NOT ALARM(other)'
    assert not faults(RULE, combined("eu-west-1", rule, alarmActions=[TOPIC]).graph(view))
    assert faults(RULE, combined("us-east-1", rule, alarmActions=[TOPIC]).graph(view)) == UNWATCHED
    assert faults(RULE, combined("eu-west-1", rule).graph(view)) == UNWATCHED


def test_an_alarm_made_of_alarms_is_understood_before_it_stands() -> None:
    rule = Ref(f"{DATABASE}-trouble", "name")
    assert not faults(RULE, combined("eu-west-1", rule, alarmActions=[TOPIC]).graph(View.PREVIEW))


@every_view
def test_a_vault_may_tell_by_its_own_notifications(view: View) -> None:
    stack = without("vault-eu-west-1-trouble")
    stack.add(
        "aws:backup/vaultNotifications:VaultNotifications",
        "told",
        region="eu-west-1",
        backupVaultName=Ref("vault-eu-west-1", "name"),
    )
    assert not faults(RULE, stack.graph(view))


@pytest.mark.parametrize("kind", sorted(DIMENSIONS))
def test_every_kind_of_service_is_watched_by_its_dimension(kind: str) -> None:
    dimension, prop = DIMENSIONS[kind]
    assert prop in {"id", *schema.properties(kind)}
    stack = Stack()
    props: dict[str, Any] = {} if prop in ("arn", "id") else {prop: "the-service"}
    stack.add(kind, "service", region="eu-west-1", **props)
    assert faults(RULE, stack.graph()) == {"service: no alarm that tells somebody watches it"}
    dimensions = {dimension: Ref("service", prop)}
    stack.add(ALARM, "alarm", region="eu-west-1", dimensions=dimensions, alarmActions=[TOPIC])
    assert not faults(RULE, stack.graph(View.LIVE))
