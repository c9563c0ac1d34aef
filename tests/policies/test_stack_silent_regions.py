"""Providers that don't say which region a resource is in, as pulumi-aws before 7: told, neither passed nor guessed."""

from typing import Any

import pytest

from policies.registry import Registry
from policies.unknown import UNKNOWN
from tests.policies.platform import platform
from tests.policies.stack import Stack, with_props
from tests.policies.stack_case import RULES, judged

SAYS = "its provider doesn't say which region it is in; versions of pulumi-aws from 7 on do"
DETECTOR = "aws:guardduty/detector:Detector"
RECORDED: dict[str, Any] = {"tags": {"data-class": "internal"}}
READERS = (
    "stack_data_stays_in_its_residency", "stack_findings_are_told", "stack_regions_are_complete",
    "stack_regions_have_access_analyzer", "stack_regions_have_config", "stack_regions_have_guardduty",
    "stack_regions_have_inspector", "stack_regions_have_macie", "stack_regions_have_security_hub",
    "stack_regions_have_snapshot_block", "stack_regions_have_volume_encryption", "stack_replicas_reach_every_region",
    "stack_restores_are_tested", "stack_stores_are_backed_up", "stack_stores_meet_their_recovery_point",
    "stack_stores_use_customer_keys",
)  # fmt: skip
"""Rules that ask where things stand, of what the platform has."""


def only(rule: str) -> Registry:
    return Registry(rules=(), stack_rules=(RULES[rule],))


def silent(stack: Stack, region: Any = None) -> Any:
    """Return the resources of *stack* without their regions, or with *region* in the place of each."""
    resources = stack.graph()
    for each in resources:
        if "region" in each.props:
            resources = with_props(resources, each.name, region=region)
    return resources


@pytest.mark.parametrize("region", [None, UNKNOWN], ids=["none", "unknown"])
@pytest.mark.parametrize("rule", READERS)
def test_where_nothing_names_its_region_nothing_is_violated_and_each_resource_is_told_of(
    rule: str, region: str | None
) -> None:
    violated, open_ = judged(silent(platform(), region), only(rule))
    assert not violated
    assert open_
    assert all(message.endswith(SAYS) or message.startswith("the stack: ") for _, message in open_)


def test_a_network_has_endpoints_wherever_it_stands() -> None:
    assert judged(silent(platform()), only("stack_networks_have_endpoints")) == (set(), set())


def test_one_watcher_of_no_named_region_leaves_open_where_it_watches() -> None:
    stack = platform()
    detectors = [node for node in stack.nodes.values() if node.type == DETECTOR]
    (name,) = (node.name for node in detectors if node.props["region"] == "us-east-1")
    violated, open_ = judged(with_props(stack.graph(), name, region=None), only("stack_regions_have_guardduty"))
    assert not violated
    assert {message for _, message in open_} == {f"us-east-1: {name}: {SAYS}"}


def test_a_certain_violation_is_one_beside_a_resource_of_no_named_region() -> None:
    stack = platform()
    stack.add("aws:dynamodb/table:Table", "bare", region="us-east-1", name="bare", **RECORDED)
    stack.add("aws:dynamodb/table:Table", "lost", name="lost", **RECORDED)
    violated, open_ = judged(stack.graph(), only("stack_stores_are_backed_up"))
    assert violated == {("stack_stores_are_backed_up", "bare: no backup selection in us-east-1 takes it")}
    assert open_ == {("stack_stores_are_backed_up", f"lost: {SAYS}")}


def test_an_alarm_of_no_named_region_is_told_of_where_it_might_watch() -> None:
    stack = platform()
    stack.add("aws:sqs/queue:Queue", "jobs", region="us-east-1", name="jobs")
    alarm: dict[str, Any] = {
        "alarmActions": ["arn:aws:sns:us-east-1:123456789012:alarms"],
        "dimensions": {"QueueName": "jobs"},
    }
    stack.add("aws:cloudwatch/metricAlarm:MetricAlarm", "late", **alarm)
    violated, open_ = judged(stack.graph(), only("stack_services_have_alarms"))
    assert not violated
    assert ("stack_services_have_alarms", f"jobs: late: {SAYS}") in open_
