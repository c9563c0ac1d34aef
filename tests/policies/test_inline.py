"""The same fact gets the same verdict, whether a bucket says it or a resource of its own."""

from collections.abc import Mapping
from typing import Any

import pytest

from policies.core import Judge, Outcome
from policies.inline import PARTS
from policies.model import Resource
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from tests.policies.stack_case import RULES

EVERY = discover()
BUCKET, BUCKET_V2 = "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"
KMS, OTHERS = {"sseAlgorithm": "aws:kms"}, '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}}'
UPLOADS = {"enabled": True, "abortIncompleteMultipartUploadDays": 7}
GUARDED = "stack_buckets_are_guarded"

CASES = [
    ("corsRules", [{"allowedMethods": ["PUT"], "allowedOrigins": ["*"]}], None),
    ("corsRules", [{"allowedMethods": ["GET"], "allowedOrigins": ["*"]}], None),
    (
        "lifecycleRules",
        [UPLOADS],
        {"rules": [{"status": "Enabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}]},
    ),
    (
        "lifecycleRules",
        [{**UPLOADS, "enabled": False}],
        {"rules": [{"status": "Disabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}]},
    ),
    ("logging", {"targetBucket": "logs"}, {"targetBucket": "logs"}),
    ("logging", {"targetBucket": "own"}, {"targetBucket": "own"}),
    ("logging", {"targetBucket": UNKNOWN}, {"targetBucket": UNKNOWN}),
    (
        "objectLockConfiguration",
        {"objectLockEnabled": "Enabled", "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 0}}},
        {"rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 0}}},
    ),
    ("policy", OTHERS, None),
    ("policy", UNKNOWN, None),
    (
        "serverSideEncryptionConfiguration",
        {"rule": {"applyServerSideEncryptionByDefault": KMS}},
        {"rules": [{"applyServerSideEncryptionByDefault": KMS}]},
    ),
    ("serverSideEncryptionConfiguration", UNKNOWN, {"rules": [{"applyServerSideEncryptionByDefault": UNKNOWN}]}),
    ("versioning", {"enabled": True}, {"versioningConfiguration": {"status": "Enabled"}}),
    ("versioning", {"enabled": UNKNOWN}, {"versioningConfiguration": {"status": UNKNOWN}}),
]
"""A bucket's property, what it says, and what the resource of its own says; None for the same under the same name."""


def resource(kind: str, name: str = "own", **props: Any) -> Resource:
    return Resource(type=kind, urn=f"urn:pulumi:test::groot::{kind}::{name}", name=name, props=props)


def said(told: Resource, kind: str) -> set[tuple[str, Outcome]]:
    """Return what the rules on *kind* say of *told*."""
    rules = Registry(rules=tuple(each for each in EVERY.rules if kind in each.resource_types), stack_rules=())
    return {(each.rule, each.outcome) for each in Judge(rules).evaluate(told).verdicts}


def listed(value: Any) -> Any:
    """Return *value* as `BucketV2` has it: each block, and each block in it, is a list of one."""
    if not isinstance(value, Mapping):
        return value
    return {(f"{key}s" if isinstance(each, Mapping) else key): _block(listed(each)) for key, each in value.items()}


def _block(value: Any) -> Any:
    return [value] if isinstance(value, Mapping) else value


@pytest.mark.parametrize(("prop", "inline", "apart"), CASES)
def test_rules_say_of_it_what_they_say_of_a_resource_of_its_own(prop: str, inline: Any, apart: Any) -> None:
    kind = PARTS[prop][0]
    expected = said(resource(kind, bucket="own", **(apart or {prop: inline})), kind)
    assert expected
    assert said(resource(BUCKET, bucket="own", **{prop: inline}), kind) == expected
    plural = listed({prop: inline}) if isinstance(inline, Mapping) else {prop: inline}
    assert said(resource(BUCKET_V2, bucket="own", **plural), kind) == expected


def guards(*resources: Resource) -> set[str]:
    return {each.message.partition(" (")[0] for each in stack(*resources) if each.outcome is Outcome.VIOLATED}


def stack(*resources: Resource) -> Any:
    return Judge(Registry(rules=(), stack_rules=(RULES[GUARDED],))).evaluate_stack(resources).verdicts


INLINE: Mapping[str, Any] = {
    "bucket": "own",
    "policy": "{}",
    "serverSideEncryptionConfiguration": {"rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}},
    "versioning": {"enabled": True},
}
BLOCK = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", bucket="own")


def test_a_bucket_guards_itself_inline() -> None:
    assert not guards(resource(BUCKET, **INLINE), BLOCK)
    off = resource(BUCKET, **{**INLINE, "versioning": {"enabled": False}})
    (message,) = guards(off, BLOCK)
    assert message.startswith("own: it has no versioning")


def test_what_a_resource_of_its_own_says_counts_before_what_the_bucket_shows() -> None:
    shown = {"rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}}
    bucket = resource(BUCKET, **{**INLINE, "serverSideEncryptionConfiguration": shown})
    (message,) = guards(bucket, BLOCK)
    assert message.startswith("own: it is not encrypted under a customer key")
    kind = PARTS["serverSideEncryptionConfiguration"][0]
    apart = resource(kind, bucket="own", rules=[{"applyServerSideEncryptionByDefault": KMS}])
    assert not guards(bucket, BLOCK, apart)
