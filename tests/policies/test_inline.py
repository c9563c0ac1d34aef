"""The same fact gets the same verdict, whether a bucket says it or a resource of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from policies.core import Judge, Outcome
from policies.inline import PARTS
from policies.model import Resource
from policies.registry import Registry, discover
from policies.unknown import UNKNOWN
from tests.policies.case import KEY
from tests.policies.platform import HELD_TAGS
from tests.policies.stack import Ref, Stack, View
from tests.policies.stack_case import RULES, every_view

EVERY = discover()
BUCKET, BUCKET_V2 = "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"
KMS, OTHERS = {"sseAlgorithm": "aws:kms"}, '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}}'
UPLOADS = {"enabled": True, "abortIncompleteMultipartUploadDays": 7}
COPY = {
    "status": "Enabled",
    "destination": {"bucket": "copies", "replicaKmsKeyId": KEY},
    "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"enabled": True}},
}
COPY_APART = {
    "status": "Enabled",
    "destination": {"bucket": "copies", "encryptionConfiguration": {"replicaKmsKeyId": KEY}},
    "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": "Enabled"}},
}

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
    (
        "replicationConfiguration",
        {"role": "role", "rules": [COPY]},
        {"role": "role", "rules": [COPY_APART]},
    ),
    (
        "replicationConfiguration",
        {"role": "role", "rules": [{**COPY, "status": "Disabled"}]},
        {"role": "role", "rules": [{**COPY_APART, "status": "Disabled"}]},
    ),
    (
        "replicationConfiguration",
        {"role": "role", "rules": [{**COPY, "destination": {"bucket": "copies"}}]},
        {"role": "role", "rules": [{**COPY_APART, "destination": {"bucket": "copies"}}]},
    ),
    (
        "replicationConfiguration",
        {
            "role": "role",
            "rules": [{**COPY, "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"enabled": False}}}],
        },
        {"role": "role", "rules": [{**COPY_APART, "sourceSelectionCriteria": {}}]},
    ),
    ("replicationConfiguration", {"role": "role"}, {"role": "role"}),
    ("replicationConfiguration", {"rules": [UNKNOWN]}, {"rules": [UNKNOWN]}),
    (
        "replicationConfiguration",
        {"rules": [UNKNOWN, {"status": "Enabled"}]},
        {"rules": [UNKNOWN, {"status": "Enabled"}]},
    ),
    ("replicationConfiguration", {"rules": UNKNOWN}, {"rules": UNKNOWN}),
    ("replicationConfiguration", UNKNOWN, {"role": UNKNOWN, "rules": UNKNOWN}),
    ("versioning", {"enabled": True}, {"versioningConfiguration": {"status": "Enabled"}}),
    ("versioning", {"enabled": UNKNOWN}, {"versioningConfiguration": {"status": UNKNOWN}}),
    ("website", {"indexDocument": "index.html"}, {"indexDocument": {"suffix": "index.html"}}),
    ("website", {"redirectAllRequestsTo": "https://x.org"}, {"redirectAllRequestsTo": {"protocol": "https"}}),
    ("website", {"redirectAllRequestsTo": "HTTPS://x.org"}, {"redirectAllRequestsTo": {"protocol": "https"}}),
    ("website", {"redirectAllRequestsTo": "http://x.org"}, {"redirectAllRequestsTo": {"protocol": "http"}}),
    ("website", {"redirectAllRequestsTo": "x.org"}, {"redirectAllRequestsTo": {"hostName": "x.org"}}),
    ("website", {"redirectAllRequestsTo": UNKNOWN}, {"redirectAllRequestsTo": UNKNOWN}),
    ("website", UNKNOWN, {"redirectAllRequestsTo": UNKNOWN}),
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
    if isinstance(value, list):
        return [listed(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {
        (f"{key.removesuffix('s')}s" if isinstance(each, Mapping) else key): _block(listed(each))
        for key, each in value.items()
    }


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


EVERYONE, DELIVERY = ("http://acs.amazonaws.com/groups/" + group for group in ("global/AllUsers", "s3/LogDelivery"))


@pytest.mark.parametrize(
    ("inline", "apart"),
    [
        *(({"acl": acl}, {"acl": acl}) for acl in ("private", "public-read", "log-delivery-write", UNKNOWN)),
        *(
            ({"grants": [{"uri": uri}]}, {"accessControlPolicy": {"grants": [{"grantee": {"uri": uri}}]}})
            for uri in (EVERYONE, DELIVERY, UNKNOWN)
        ),
        ({"grants": UNKNOWN}, {"accessControlPolicy": {"grants": UNKNOWN}}),
    ],
)
def test_an_access_control_list_is_judged_inline_by_a_rule_that_says_the_same(inline: Any, apart: Any) -> None:
    kind = "aws:s3/bucketAcl:BucketAcl"
    expected = dict(said(resource(kind, bucket="own", **apart), kind))["s3_bucket_acl_is_private"]
    assert dict(said(resource(BUCKET, bucket="own", **inline), BUCKET))["s3_bucket_grants_nothing_inline"] is expected


@pytest.mark.parametrize("prop", [*PARTS, *(f"{prop}s" for prop in PARTS)])
@pytest.mark.parametrize("odd", [7, "odd", [], {}, [7], [None], {"rules": 7}, {"rules": [7]}])
def test_a_value_of_an_unexpected_type_ends_nothing(prop: str, odd: Any) -> None:
    for kind in (BUCKET, BUCKET_V2):
        for verdict in Judge(EVERY).evaluate(resource(kind, **{prop: odd})).errors:
            assert verdict.message.endswith("; a property may be of another type than AWS takes")


def guards(*resources: Resource) -> set[str]:
    return faults("stack_buckets_are_guarded", resources)


def faults(rule: str, resources: Sequence[Resource]) -> set[str]:
    found = Judge(Registry(rules=(), stack_rules=(RULES[rule],))).evaluate_stack(resources)
    return {each.message.partition(" (")[0] for each in found.violations}


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


@every_view
def test_where_a_bucket_copies_itself_to_is_followed(view: View) -> None:
    stack = Stack()
    stack.add(BUCKET, "abroad", bucket="abroad", region="us-east-1")
    to = {"role": "role", "rules": [{"status": "Enabled", "destination": {"bucket": Ref("abroad", "arn")}}]}
    stack.add(BUCKET, "own", bucket="own", region="eu-west-1", tags=HELD_TAGS, replicationConfiguration=to)
    (fault,) = faults("stack_data_stays_in_its_residency", stack.graph(view))
    assert fault.startswith("own: ")
