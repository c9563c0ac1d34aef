import json
from typing import Any

import pytest

from sandbox.values import Properties
from tests.sandbox.providers.aws.bench import ACCOUNT, OTHER_POLICY, POLICY, Bench, Deployed

BUCKET = "aws:s3/bucket:Bucket"


def _type(name: str) -> str:
    return f"aws:s3/bucket{name}:Bucket{name}"


def _bucket(bench: Bench, name: str, **inputs: Any) -> Deployed:
    return bench.deploy(BUCKET, bucket=name, **inputs)


def test_bucket_lives(bench: Bench) -> None:
    inputs = {"bucket": "s3-lives", "objectLockEnabled": True, "tags": {"a": "1", "b": "2"}}
    bench.lives(BUCKET, inputs, {"forceDestroy": True, "tags": {"a": "3"}})
    bench.lives(BUCKET, {"bucket": "s3-lives-abroad", "region": "eu-west-1"}, {"tags": {"a": "1"}})


def test_bucket_stands_in_its_region_and_says_where(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-abroad", region="eu-west-1")
    location = bench.boto("s3").get_bucket_location(Bucket="s3-abroad")["LocationConstraint"]
    assert location == "eu-west-1"
    assert bucket.outputs["arn"] == "arn:aws:s3:::s3-abroad"
    assert bucket.outputs["bucketRegionalDomainName"] == "s3-abroad.s3.eu-west-1.amazonaws.com"


def test_bucket_without_a_name_gets_one_within_the_limit(bench: Bench) -> None:
    bucket = bench.deploy(BUCKET, "n" * 80)
    assert bucket.id.startswith("nnn")
    assert len(bucket.id) == 63
    assert bench.deploy(BUCKET, bucketPrefix="s3-prefix-").id.startswith("s3-prefix-")


def test_full_bucket_goes_only_when_told_to(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-full")
    s3 = bench.boto("s3")
    s3.put_bucket_versioning(Bucket=bucket.id, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket.id, Key="k", Body=b"1")
    s3.put_object(Bucket=bucket.id, Key="k", Body=b"2")
    s3.delete_object(Bucket=bucket.id, Key="k")
    with pytest.raises(Exception, match="BucketNotEmpty"):
        bucket.delete()
    bucket.update(forceDestroy=True)
    bucket.delete()
    assert bucket.read() is None


def test_import_of_a_bucket_reads_its_lock_and_tags(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-imported", objectLockEnabled=True, tags={"a": "1"})
    assert bucket.imported().inputs == {"bucket": "s3-imported", "objectLockEnabled": True, "tags": {"a": "1"}}


KEY = "arn:aws:kms:us-east-1:123456789012:key/0b8b4e2c-1f6e-4c1a-9d7a-2f1d5b6c7e80"
KMS_RULE = {
    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY},
    "bucketKeyEnabled": True,
    "blockedEncryptionTypes": ["SSE-C"],
}
RULES = [
    {
        "id": "ages",
        "status": "Enabled",
        "filter": {"prefix": "logs/"},
        "transitions": [
            {"days": 30, "storageClass": "STANDARD_IA"},
            {"days": 90, "storageClass": "GLACIER"},
        ],
        "expiration": {"days": 365},
        "noncurrentVersionTransitions": [{"noncurrentDays": 30, "storageClass": "GLACIER"}],
        "noncurrentVersionExpiration": {"noncurrentDays": 90, "newerNoncurrentVersions": 3},
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
    },
    {
        "id": "tagged",
        "status": "Enabled",
        "filter": {"and": {"prefix": "x", "tags": {"k": "v", "l": "w"}}},
        "expiration": {"expiredObjectDeleteMarker": True},
    },
    {"id": "all", "status": "Disabled", "filter": {}, "expiration": {"date": "2035-01-01T00:00:00Z"}},
]
CONFIGURATIONS: list[tuple[str, Properties, Properties]] = [
    (
        "PublicAccessBlock",
        {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True},
        {"blockPublicAcls": None, "restrictPublicBuckets": False},
    ),
    ("Policy", {"policy": POLICY}, {"policy": OTHER_POLICY}),
    ("LifecycleConfiguration", {"rules": RULES}, {"rules": RULES[:1]}),
    (
        "OwnershipControls",
        {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        {"rule": {"objectOwnership": "ObjectWriter"}},
    ),
]


@pytest.mark.parametrize(("name", "inputs", "changes"), CONFIGURATIONS, ids=[name for name, *_ in CONFIGURATIONS])
def test_configuration_lives(bench: Bench, name: str, inputs: Properties, changes: Properties) -> None:
    bucket = f"s3-{name.lower()}"
    _bucket(bench, bucket)
    bench.lives(_type(name), {"bucket": bucket, **inputs}, changes)
    assert bench.deploy(_type(name), bucket=bucket, **inputs).diff(bucket="other").replaces == ["bucket"]


def test_encryption_is_as_declared_and_its_drift_shows(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-encrypted")
    encryption = bench.deploy(_type("ServerSideEncryptionConfiguration"), bucket=bucket.id, rules=[KMS_RULE])
    s3 = bench.boto("s3")
    (rule,) = s3.get_bucket_encryption(Bucket=bucket.id)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": KEY,
    }
    rule["ApplyServerSideEncryptionByDefault"] = {"SSEAlgorithm": "AES256"}
    s3.put_bucket_encryption(Bucket=bucket.id, ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert encryption.drift() == ["rules"]
    assert encryption.update(rules=[{**KMS_RULE, "bucketKeyEnabled": False}]).changed == ["rules"]
    assert encryption.drift() == []
    encryption.delete()
    live = encryption.read()
    assert live, "a bucket is always encrypted (Amazon S3 User Guide, Default encryption FAQ)"
    assert live.inputs["rules"][0]["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_lifecycle_rules_reach_s3_whole(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-ages")
    lifecycle = bench.deploy(_type("LifecycleConfiguration"), bucket=bucket.id, rules=RULES)
    s3 = bench.boto("s3")
    found = s3.get_bucket_lifecycle_configuration(Bucket=bucket.id)["Rules"]
    assert found[0]["Transitions"][1] == {"Days": 90, "StorageClass": "GLACIER"}
    assert {"Key": "k", "Value": "v"} in found[1]["Filter"]["And"]["Tags"]
    found[0]["Expiration"] = {"Days": 1}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket.id, LifecycleConfiguration={"Rules": found})
    live = lifecycle.read()
    assert live
    assert live.inputs["rules"][0]["expiration"] == {"days": 1}
    assert live.inputs["rules"][1:] == RULES[1:]


def test_versioning_switched_off_out_of_band_is_drift(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-versioned")
    versioning = bench.deploy(_type("Versioning"), bucket=bucket.id, versioningConfiguration={"status": "Enabled"})
    s3 = bench.boto("s3")
    s3.put_bucket_versioning(Bucket=bucket.id, VersioningConfiguration={"Status": "Suspended"})
    assert versioning.drift() == ["versioningConfiguration"]
    assert versioning.imported().inputs["bucket"] == bucket.id


def test_deleting_versioning_suspends_it(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-unversioned")
    versioning = bench.deploy(_type("Versioning"), bucket=bucket.id, versioningConfiguration={"status": "Enabled"})
    versioning.delete()
    assert bench.boto("s3").get_bucket_versioning(Bucket=bucket.id)["Status"] == "Suspended"
    bucket.delete()
    assert versioning.read() is None
    versioning.delete()


def test_object_lock_rule_is_changed_and_taken_away(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-locked", objectLockEnabled=True)
    rule = {"defaultRetention": {"mode": "COMPLIANCE", "days": 365}}
    lock = bench.deploy(_type("ObjectLockConfiguration"), bucket=bucket.id, rule=rule)
    lock.update(rule={"defaultRetention": {"mode": "GOVERNANCE", "years": 2}})
    assert lock.drift() == []
    s3 = bench.boto("s3")
    found = s3.get_object_lock_configuration(Bucket=bucket.id)["ObjectLockConfiguration"]
    assert found["Rule"]["DefaultRetention"]["Mode"] == "GOVERNANCE"
    lock.delete()
    assert "Rule" not in s3.get_object_lock_configuration(Bucket=bucket.id)["ObjectLockConfiguration"]


def test_access_logs_go_to_the_target(bench: Bench) -> None:
    bucket, target = _bucket(bench, "s3-logged"), _bucket(bench, "s3-logs")
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::s3-logs/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    bench.deploy(_type("Policy"), bucket=target.id, policy=policy)
    inputs = {"bucket": bucket.id, "targetBucket": target.id, "targetPrefix": "a/"}
    bench.lives(_type("Logging"), inputs, {"targetPrefix": "b/"})


def test_replication_lives(bench: Bench) -> None:
    for name in ("s3-source", "s3-target"):
        bucket = _bucket(bench, name)
        bench.deploy(_type("Versioning"), bucket=bucket.id, versioningConfiguration={"status": "Enabled"})
    rule = {
        "id": "all",
        "status": "Enabled",
        "priority": 1,
        "filter": {"prefix": ""},
        "deleteMarkerReplication": {"status": "Enabled"},
        "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": "Enabled"}},
        "destination": {
            "bucket": "arn:aws:s3:::s3-target",
            "encryptionConfiguration": {"replicaKmsKeyId": KEY},
            "metrics": {"status": "Enabled", "eventThreshold": {"minutes": 15}},
            "replicationTime": {"status": "Enabled", "time": {"minutes": 15}},
        },
    }
    role = f"arn:aws:iam::{ACCOUNT}:role/one"
    inputs = {"bucket": "s3-source", "role": role, "rules": [rule]}
    bench.lives(_type("ReplicationConfig"), inputs, {"role": role.replace("one", "other")})


def test_account_block_lives(bench: Bench) -> None:
    inputs = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True}
    token = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
    bench.lives(token, inputs, {"blockPublicAcls": False, "restrictPublicBuckets": True})
    block = bench.deploy(token, **inputs)
    assert block.id == ACCOUNT
    block.delete()


def test_object_lives(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-objects")
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    inputs = {"bucket": bucket.id, "key": "a/b.txt", "content": "one", "contentType": "text/plain", "tags": {"a": "1"}}
    bench.lives(token, inputs, {"content": "other", "contentType": "text/html"})
    thing = bench.deploy(token, **inputs, serverSideEncryption="aws:kms", kmsKeyId=KEY)
    thing.update(content="other")
    s3 = bench.boto("s3")
    found = s3.get_object(Bucket=bucket.id, Key="a/b.txt")
    assert found["Body"].read() == b"other"
    assert found["TagCount"] == 1
    s3.put_object(Bucket=bucket.id, Key="a/b.txt", Body=b"forged", ContentType="text/plain", Tagging="a=1")
    assert "content" in thing.drift()


def test_object_of_a_versioned_bucket_leaves_nothing_behind(bench: Bench) -> None:
    bucket = _bucket(bench, "s3-objects-versioned")
    bench.deploy(_type("Versioning"), bucket=bucket.id, versioningConfiguration={"status": "Enabled"})
    thing = bench.deploy("aws:s3/bucketObjectv2:BucketObjectv2", bucket=bucket.id, key="k", content="one")
    first = thing.outputs["versionId"]
    thing.update(content="two")
    assert thing.outputs["versionId"] not in (None, first)
    thing.delete()
    bucket.delete()
    assert bucket.read() is None
