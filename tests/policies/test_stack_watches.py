"""Watches of the audit trail: what no filter with an alarm tells of is named, event by event."""

from typing import Any

import pytest

from components.security.trail_watches import WATCHES
from tests.policies.platform import platform
from tests.policies.stack import Ref, View, with_props
from tests.policies.stack_case import RULES, every_view, faults

RULE_BY_WATCH = {
    "unauthorized-calls": "refused_calls",
    "sign-in-without-mfa": "sign_in_without_mfa",
    "root-use": "root",
    "iam-policy-change": "iam_changes",
    "trail-change": "trail_changes",
    "sign-in-failure": "failed_sign_in",
    "key-deletion": "key_deletion",
    "bucket-policy-change": "bucket_changes",
    "config-change": "config_changes",
    "security-group-change": "security_group_changes",
    "network-acl-change": "network_acl_changes",
    "gateway-change": "gateway_changes",
    "route-change": "route_changes",
    "vpc-change": "vpc_changes",
    "organization-change": "organization_changes",
}
"""By what the platform calls a watch, the rest of the name of the rule that asks for it."""
PREFIX = "stack_trail_watches_"
CHANGES = f"{PREFIX}trail_changes"


def test_every_rule_has_its_watch_and_every_watch_its_rule() -> None:
    assert {f"{PREFIX}{suffix}" for suffix in RULE_BY_WATCH.values()} == {
        name for name in RULES if name.startswith(PREFIX)
    }
    assert set(RULE_BY_WATCH) == {watch.key for watch in WATCHES}


@every_view
@pytest.mark.parametrize("key", RULE_BY_WATCH)
@pytest.mark.parametrize("part", ["", "-alarm"])
def test_losing_a_filter_or_its_alarm_is_found_by_its_rule_alone(view: View, key: str, part: str) -> None:
    stack = platform()
    stack.remove(f"trail-{key}{part}")
    for watch, suffix in RULE_BY_WATCH.items():
        found = faults(f"{PREFIX}{suffix}", stack.graph(view))
        assert all(fault.startswith("trail: no alarm tells of ") for fault in found)
        assert bool(found) == (watch == key)


@pytest.mark.parametrize("watch", WATCHES, ids=lambda watch: watch.key)
def test_a_pattern_that_forgets_a_term_is_found(watch: Any) -> None:
    rule = f"{PREFIX}{RULE_BY_WATCH[watch.key]}"
    pattern = watch.pattern.replace("ConsoleLogin", "X").replace("Delete", "X").replace("AccessDenied*", "X")
    pattern = pattern.replace('"Root"', "X").replace("CreateTrail", "X").replace("Revoke", "X").replace("Disable", "X")
    assert faults(rule, with_props(platform().graph(), f"trail-{watch.key}", pattern=pattern))


def test_events_that_no_filter_names_are_told() -> None:
    pattern = "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = StopLogging) }"
    graph = with_props(platform().graph(), "trail-trail-change", pattern=pattern)
    assert faults(CHANGES, graph) == {"trail: no alarm tells of changes of trails: DeleteTrail, StartLogging"}


def test_a_name_that_starts_alike_does_not_do() -> None:
    pattern = next(watch.pattern for watch in WATCHES if watch.key == "trail-change")
    graph = with_props(platform().graph(), "trail-trail-change", pattern=pattern.replace("StopLogging", "StopLoggings"))
    assert faults(CHANGES, graph) == {"trail: no alarm tells of changes of trails: StopLogging"}


def test_several_filters_may_share_the_events_but_not_the_terms_of_a_condition() -> None:
    stack = platform()
    split = {
        "trail-trail-change": "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) }",
        "trail-key-deletion": "{ ($.eventName=DeleteTrail) || ($.eventName=StartLogging) }",
        "trail-root-use": "{ $.eventName = StopLogging }",
        "trail-sign-in-failure": '{ $.eventName = "ConsoleLogin" }',
        "trail-vpc-change": '{ $.errorMessage = "Failed authentication" }',
    }
    for name, pattern in split.items():
        stack.nodes[name].props["pattern"] = pattern
    assert not faults(CHANGES, stack.graph())
    assert faults(f"{PREFIX}failed_sign_in", stack.graph()) == {"trail: no alarm tells of failed attempts to sign in"}


@every_view
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("trail", {"cloudWatchLogsGroupArn": None}),
        ("trail-trail-change", {"logGroupName": "another"}),
        ("trail-trail-change", {"metricTransformation": {"name": "trail-change", "namespace": "other"}}),
        ("trail-trail-change-alarm", {"metricName": "other"}),
        ("trail-trail-change-alarm", {"alarmActions": []}),
        ("trail-trail-change-alarm", {"actionsEnabled": False}),
    ],
)
def test_filter_and_alarm_must_hang_together(view: View, name: str, change: dict[str, Any]) -> None:
    stack = platform()
    stack.nodes[name].props.update(change)
    assert faults(CHANGES, stack.graph(view))


def test_a_trail_that_is_kept_elsewhere_is_not_concerned() -> None:
    stack = platform()
    stack.remove("trail")
    assert not faults(CHANGES, stack.graph())


@every_view
def test_each_trail_is_watched(view: View) -> None:
    stack = platform()
    group = Ref("cluster-us-east-1-logs")
    stack.add("aws:cloudtrail/trail:Trail", "second", region="us-east-1", cloudWatchLogsGroupArn=group)
    assert {fault.partition(":")[0] for fault in faults(CHANGES, stack.graph(view))} == {"second"}
