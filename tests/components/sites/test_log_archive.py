import json
from fnmatch import fnmatchcase

import pytest

from components._shared.context import Context
from components.sites.log_bucket import LogBucketArgs
from components.sites.log_writers import ARCHIVE_WRITERS, DELIVERY_WRITERS
from settings import DataClass
from tests.components.site import ACCOUNT
from tests.components.sites.room import ABROAD, HOME, OTHER, RETENTION_DAYS, Room

REGIONS = pytest.mark.parametrize("region", [HOME, OTHER, ABROAD], ids=lambda region: region.name)


def statements(room: Room, bucket: str) -> list[dict]:
    return json.loads(room.boto("s3").get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]


def test_archive_of_a_protected_deployment_cannot_be_unlocked_by_anyone(room: Room) -> None:
    lock = room.boto("s3").get_object_lock_configuration(Bucket=room.output("archives")[HOME.name])
    retention = lock["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert (retention["Mode"], retention["Days"]) == ("COMPLIANCE", RETENTION_DAYS)


def test_archive_outside_production_can_be_unlocked_by_an_administrator(room: Room) -> None:
    lock = room.boto("s3").get_object_lock_configuration(Bucket=room.output("openArchive"))
    assert lock["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Mode"] == "GOVERNANCE"


@REGIONS
@pytest.mark.parametrize("kind", ["archives", "deliveries"])
def test_log_bucket_is_closed_versioned_and_owned(room: Room, region, kind: str) -> None:
    s3, bucket = room.boto("s3"), room.output(kind)[region.name]
    assert set(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()) == {True}
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    ownership = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert bucket.endswith(f"-{ACCOUNT}")


@REGIONS
def test_archive_is_encrypted_under_the_key_of_its_region(room: Room, region) -> None:
    found = room.boto("s3").get_bucket_encryption(Bucket=room.output("archives")[region.name])
    rule = found["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["BucketKeyEnabled"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": room.key(region, DataClass.RESTRICTED),
    }


@REGIONS
def test_reading_the_archive_is_logged_in_the_same_region(room: Room, region) -> None:
    logging = room.boto("s3").get_bucket_logging(Bucket=room.output("archives")[region.name])["LoggingEnabled"]
    assert logging == {"TargetBucket": room.output("deliveries")[region.name], "TargetPrefix": "s3/log-archive/"}


def test_archive_refuses_plain_http_and_other_encryption(room: Room) -> None:
    bucket = room.output("archives")[HOME.name]
    denied = {one["Sid"]: one for one in statements(room, bucket) if one["Effect"] == "Deny"}
    assert denied["OnlyOverTls"]["Resource"] == [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    assert denied["OnlyOverTls"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert denied["OnlyUnderCustomerKeys"]["Condition"] == {
        "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
        "Null": {"s3:x-amz-server-side-encryption": "false"},
    }


@pytest.mark.parametrize(("kind", "writers"), [("archives", ARCHIVE_WRITERS), ("deliveries", DELIVERY_WRITERS)])
def test_services_write_for_this_account_only(room: Room, kind: str, writers) -> None:
    allowed = [one for one in statements(room, room.output(kind)[HOME.name]) if one["Effect"] == "Allow"]
    assert {one["Principal"]["Service"] for one in allowed} == {writer.service for writer in writers}
    for one in allowed:
        assert ACCOUNT in json.dumps(one["Condition"])


def test_load_balancer_may_leave_the_test_file_without_which_its_logs_are_not_switched_on(room: Room) -> None:
    bucket = room.output("deliveries")[HOME.name]
    (allowed,) = [
        one
        for one in statements(room, bucket)
        if one.get("Principal") == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    ]
    for key in ("ELBAccessLogTestFile", "elasticloadbalancing/us-east-1/2026/01/01/a.log.gz"):
        assert fnmatchcase(f"arn:aws:s3:::{bucket}/AWSLogs/{ACCOUNT}/{key}", allowed["Resource"])


def test_logs_age_and_end_with_their_retention(room: Room) -> None:
    rules = room.boto("s3").get_bucket_lifecycle_configuration(Bucket=room.output("archives")[HOME.name])["Rules"]
    aging = next(rule for rule in rules if rule["ID"] == "age")
    assert [(move["Days"], move["StorageClass"]) for move in aging["Transitions"]] == [(90, "GLACIER_IR")]
    assert aging["Expiration"]["Days"] == RETENTION_DAYS


def test_bucket_name_is_short_enough_whatever_the_stack_is_called() -> None:
    context = Context(prefix="groot-" + "x" * 80, account_id=ACCOUNT)
    args = LogBucketArgs(context=context, region=ABROAD, role="log-deliveries", retention_days=1, writers=())
    assert len(f"{args.context.physical_name(f'{args.role}-{ABROAD.name}', 50)}-{ACCOUNT}") == 63
