"""Watches of the audit trail: what no filter with an alarm tells of is named, event by event."""

import re
from typing import Any

import pytest

from components.security.trail_watches import WATCHES
from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry
from tests.policies.platform import platform
from tests.policies.stack import Ref, View, with_props
from tests.policies.stack_case import RULES, every_view, faults, judged, without

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
WATCHING = Registry(rules=(), stack_rules=tuple(rule for name, rule in RULES.items() if name.startswith(PREFIX)))
NOISE = re.compile(
    r'\$\.(eventName != "HeadBucket"|eventSource = .*|eventType != "AwsServiceEvent"|sourceIPAddress != .*'
    r'|responseElements.ConsoleLogin = "Success"|userIdentity.invokedBy NOT EXISTS|userIdentity.type = "IAMUser")'
)
"""Terms that keep from ringing for what harms nobody."""

SERVICES = {
    "bucket-policy-change": "s3",
    "config-change": "config",
    "gateway-change": "ec2",
    "iam-policy-change": "iam",
    "key-deletion": "kms",
    "network-acl-change": "ec2",
    "organization-change": "organizations",
    "route-change": "ec2",
    "security-group-change": "ec2",
    "trail-change": "cloudtrail",
    "vpc-change": "ec2",
}
"""By watch, whose events it is of."""


def watched_alone(key: str) -> list[Resource]:
    """A platform whose only filter is that of the watch *key*."""
    stack = platform()
    for watch in WATCHES:
        if watch.key != key:
            stack.remove(f"trail-{watch.key}")
    return stack.graph()


def test_every_rule_has_its_watch_and_every_watch_its_rule() -> None:
    assert {f"{PREFIX}{suffix}" for suffix in RULE_BY_WATCH.values()} == {
        name for name in RULES if name.startswith(PREFIX)
    }
    assert set(RULE_BY_WATCH) == {watch.key for watch in WATCHES}


@pytest.mark.parametrize("key", RULE_BY_WATCH)
@pytest.mark.parametrize("part", ["", "-alarm"])
def test_losing_a_filter_or_its_alarm_is_found_by_its_rule_alone(key: str, part: str) -> None:
    violated, _ = judged(without(f"trail-{key}{part}").graph(), WATCHING)
    ((rule, fault),) = violated
    assert rule == f"{PREFIX}{RULE_BY_WATCH[key]}"
    assert fault.startswith("trail: no alarm tells of ")


@pytest.mark.parametrize("watch", WATCHES, ids=lambda watch: watch.key)
def test_a_pattern_that_forgets_a_term_is_found_unless_it_only_leaves_out_noise(watch: Any) -> None:
    rule, graph = f"{PREFIX}{RULE_BY_WATCH[watch.key]}", watched_alone(watch.key)
    for term in re.findall(r"\$\.[^(){}&|]+[^(){}&| ]", watch.pattern):
        pattern = re.sub(re.escape(term) + r"(?=[)} ])", "$.a = b", watch.pattern)
        forgetful = with_props(graph, f"trail-{watch.key}", pattern=pattern)
        assert bool(faults(rule, forgetful)) != bool(NOISE.match(term)), term


@pytest.mark.parametrize("key", SERVICES)
def test_events_of_the_same_names_in_another_service_do_not_do(key: str) -> None:
    rule, pattern = f"{PREFIX}{RULE_BY_WATCH[key]}", next(watch.pattern for watch in WATCHES if watch.key == key)
    named = " || ".join(f"({term})" for term in re.findall(r"\$\.eventName = \w+", pattern))
    for service in (SERVICES[key], "other"):
        narrowed = f"{{ ($.eventSource = {service}.amazonaws.com) && ({named}) }}"
        graph = with_props(watched_alone(key), f"trail-{key}", pattern=narrowed)
        assert bool(faults(rule, graph)) == (service == "other")


def test_conditions_may_be_held_to_a_service() -> None:
    watch = next(watch for watch in WATCHES if watch.key == "sign-in-failure")
    pattern = f"{{ ($.eventSource = signin.amazonaws.com) && {watch.pattern.strip('{ }')} }}"
    assert not faults(f"{PREFIX}failed_sign_in", with_props(platform().graph(), f"trail-{watch.key}", pattern=pattern))


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
    assert not Judge(WATCHING).evaluate_stack(without("trail").graph()).verdicts


@every_view
def test_each_trail_is_watched(view: View) -> None:
    stack = platform()
    group = Ref("cluster-us-east-1-logs")
    stack.add("aws:cloudtrail/trail:Trail", "second", region="us-east-1", cloudWatchLogsGroupArn=group)
    assert {fault.partition(":")[0] for fault in faults(CHANGES, stack.graph(view))} == {"second"}
