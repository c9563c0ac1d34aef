"""What the packs' analyzer answers where pulumi-policy's own would answer otherwise, or more slowly."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from google.protobuf import json_format
from pulumi.runtime import proto

from policies.analyzer import OPEN
from policies.model import Level, Props, Resource, Shown
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from tests.policies import fixtures
from tests.policies.analyzer import Analyzer, Held, request, served
from tests.policies.test_core import BUCKET, bad, bucket, rule, stack_rule
from tests.policies.test_core import waiver as waiver_of

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}
TIMES_FASTER = 5
"""Ten at least on an idle machine; at half of that the packs would take a sixth of a preview's time."""


def reading(prop: str) -> Callable[[Props], str | None]:
    """A check that finds what stands under *prop*."""
    return lambda props: props.get(prop)


def total(analyzer: Analyzer, resources: Sequence[Resource]) -> Any:
    answer = analyzer.servicer.AnalyzeStack(
        proto.AnalyzeStackRequest(
            resources=[proto.AnalyzerResource(type=each.type, urn=each.urn) for each in resources]
        ),
        None,
    )
    return next((each for each in answer.diagnostics if each.policyName == OPEN), None)


def test_what_a_preview_cannot_know_is_told_once_for_the_whole_stack_and_blocks_nothing() -> None:
    analyzer = served(Registry((rule(reading("acl")), rule(reading("policy"), name="s3_bucket_is_better")), ()))
    for name, unknowns in (("logs", ["acl", "policy"]), ("data", ["acl"]), ("site", [])):
        answer = analyzer.analyze(BUCKET, dict.fromkeys(unknowns, UNKNOWN), name)
        assert not answer.violations
        assert len(answer.waiting) == len(unknowns)
    told = total(analyzer, [bucket()])
    assert told.enforcementLevel == proto.ADVISORY
    assert told.message.startswith("3 in all, for values that a preview can't know; the deployment judges them.")
    assert told.message.endswith("s3_bucket_is_good 2, s3_bucket_is_better 1")
    assert "\n" not in told.message


def test_nothing_is_told_of_values_where_all_are_known() -> None:
    analyzer = served(Registry((rule(reading("acl")),), (stack_rule(lambda _graph: []),)))
    analyzer.analyze(BUCKET, {})
    assert total(analyzer, [bucket()]) is None


def test_a_verdict_that_a_deployment_leaves_open_stops_it_whatever_its_level() -> None:
    analyzer = served(Registry((rule(reading("acl"), level=Level.ADVISORY),), ()), deploying=True)
    (fault,) = analyzer.analyze(BUCKET, {"acl": UNKNOWN}).violations
    assert (fault.policyName, fault.enforcementLevel) == ("s3_bucket_is_good", proto.MANDATORY)
    assert "can't be known" in fault.message
    assert total(analyzer, [bucket()]) is None


def test_a_rule_that_raises_stops_the_step_with_its_name_and_no_secret_and_the_others_still_judge() -> None:
    broken = rule(lambda props: props["secret"] / 0, name="s3_bucket_breaks", level=Level.ADVISORY)
    failed, violated = served(Registry((broken, rule(bad)), ())).analyze(BUCKET, {"secret": "hunter2"}).violations
    assert (failed.policyName, failed.enforcementLevel) == ("s3_bucket_breaks", proto.MANDATORY)
    assert "rule s3_bucket_breaks failed on urn:pulumi:test" in failed.message
    assert "hunter2" not in failed.message
    assert violated.policyName == "s3_bucket_is_good"


def test_what_a_waiver_excuses_is_not_reported() -> None:
    waiver = waiver_of("urn:pulumi:test::*::thing")
    analyzer = served(Registry((rule(bad),), ()), [waiver])
    assert not analyzer.analyze(BUCKET, {}).violations
    assert analyzer.analyze(BUCKET, {}, name="other").violations


def test_levels_are_those_that_the_engine_configures() -> None:
    for given, told in ((proto.ADVISORY, proto.ADVISORY), (proto.REMEDIATE, proto.MANDATORY)):
        analyzer = Held(Registry((rule(bad),), ()))
        analyzer.configure({"s3_bucket_is_good": {}}, given)
        (violation,) = analyzer.analyze(BUCKET, {}).violations
        assert violation.enforcementLevel == told
    analyzer = served(Registry((rule(bad),), ()))
    analyzer.configure({"s3_bucket_is_good": {}, "another_packs_rule": {}}, proto.DISABLED)
    assert not analyzer.analyze(BUCKET, {}).violations


@pytest.mark.parametrize("secret", [SECRET, {"in": SECRET}, [SECRET]])
def test_what_is_put_right_stays_secret_where_it_was_and_the_rest_is_as_it_was(secret: Any) -> None:
    mending = replace(
        rule(lambda props: None if props.get("acl") == "private" else "it is open", level=Level.REMEDIATE),
        remediate=lambda props: {**props, "acl": "private"},
    )
    analyzer = served(Registry((mending, rule(bad, name="s3_bucket_is_better")), ()))
    (one,) = analyzer.servicer.Remediate(
        request(BUCKET, {"acl": secret, "token": SECRET, "arn": UNKNOWN}), None
    ).remediations
    assert one.policyName == "s3_bucket_is_good"
    assert json_format.MessageToDict(one.properties) == {
        "acl": {**SECRET, "value": "private"}, "token": SECRET, "arn": UNKNOWN
    }  # fmt: skip
    assert not analyzer.servicer.Remediate(request(BUCKET, {"acl": "private"}), None).remediations


@pytest.mark.parametrize("secret", [SECRET, {"in": SECRET}, [SECRET]])
def test_a_fault_is_told_without_values_where_something_is_secret(secret: Any) -> None:
    analyzer = served(Registry((rule(lambda _: Shown("it says canary", "it says so")),), ()))
    (shown,) = analyzer.analyze(BUCKET, {"acl": "public"}).violations
    (hidden,) = analyzer.analyze(BUCKET, {"acl": secret}).violations
    assert "it says canary" in shown.message
    assert "it says so" in hidden.message


def test_a_secret_is_judged_by_what_it_holds() -> None:
    analyzer = Held(Registry((rule(lambda props: None if props["token"] == "hunter2" else "it is weak"),), ()))
    assert not analyzer.analyze(BUCKET, {"token": SECRET}).violations


def test_all_rules_judge_in_a_fraction_of_the_time_that_pulumi_policy_takes() -> None:
    analyzer = Held(discover())
    props: dict[str, Mapping[str, Any]] = {
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {"bucket": "logs"},
        "aws:kms/key:Key": fixtures.load()["kms_key_rotation_is_enabled"][0].compliant,
        "groot:index:Network": {},
    }
    requests = [request(resource_type, given) for resource_type, given in props.items()] * 3

    def seconds(servicer: Any) -> float:
        begun = time.thread_time()
        for each in requests:
            servicer.Analyze(each, None)
        return time.thread_time() - begun

    for resource_type, given in props.items():
        analyzer.analyze(resource_type, given)
    ours = min(seconds(analyzer.servicer) for _ in range(3))
    assert ours * TIMES_FASTER < seconds(analyzer.reference.servicer)
