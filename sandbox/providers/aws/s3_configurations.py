"""Configurations of S3 buckets: each is put as a whole, and known by its bucket's name."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.spec import ID, Call, Read, Type

_BUCKET = {"Bucket": ID}
_OWNER = "expectedBucketOwner"


def _within(structure: str, *names: str) -> dict[str, str]:
    """Return the renames of properties that stand in a *structure* of the request."""
    return {name: f"{structure}.{name[0].upper()}{name[1:]}" for name in names}


def _configuration(name: str, put: Call, read: Read, delete: Call, *, owner: bool = True, **more: Any) -> Type:
    """Return the row of `aws:s3/bucket<Name>`; *owner*: whether it takes `expectedBucketOwner`."""
    asked = {_OWNER} if owner else set[str]()
    replaces = {"bucket", *asked, *more.pop("replaces", ())}
    return Type(
        f"aws:s3/bucket{name}:Bucket{name}",
        service="s3",
        id="{bucket}",
        create=put,
        update=put,
        read=read,
        delete=delete,
        replaces=replaces,
        write_only={*asked, *more.pop("write_only", ())},
        **more,
    )


VERSIONING = _configuration(
    "Versioning",
    Call("put_bucket_versioning"),
    Read("get_bucket_versioning", _BUCKET, rename={"versioningConfiguration": "."}, exists="Status"),
    Call("put_bucket_versioning", {**_BUCKET, "VersioningConfiguration.Status": "Suspended"}),
    write_only={"mfa"},
    gone={"InvalidBucketState"},  # object lock keeps versioning on for as long as the bucket lives
)

ENCRYPTION = _configuration(
    "ServerSideEncryptionConfiguration",
    Call("put_bucket_encryption", rename=_within("ServerSideEncryptionConfiguration", "rules")),
    Read("get_bucket_encryption", _BUCKET, result="ServerSideEncryptionConfiguration"),
    Call("delete_bucket_encryption", _BUCKET),
    rename={"rules.blockedEncryptionTypes": "BlockedEncryptionTypes.EncryptionType"},
    forgotten={"rules.blockedEncryptionTypes": "the emulator doesn't keep blocked encryption types"},
)

POLICY = _configuration(
    "Policy",
    Call("put_bucket_policy"),
    Read("get_bucket_policy", _BUCKET),
    Call("delete_bucket_policy", _BUCKET),
    owner=False,
)

LIFECYCLE = _configuration(
    "LifecycleConfiguration",
    Call("put_bucket_lifecycle_configuration", rename=_within("LifecycleConfiguration", "rules")),
    Read("get_bucket_lifecycle_configuration", _BUCKET),
    Call("delete_bucket_lifecycle", _BUCKET),
    defaults={"transitionDefaultMinimumObjectSize": "all_storage_classes_128K"},
    local={"timeouts"},
)

_LOGGED = ("targetBucket", "targetPrefix", "targetGrants", "targetObjectKeyFormat")

LOGGING = _configuration(
    "Logging",
    Call("put_bucket_logging", rename=_within("BucketLoggingStatus.LoggingEnabled", *_LOGGED)),
    Read("get_bucket_logging", _BUCKET, result="LoggingEnabled"),
    Call("put_bucket_logging", {**_BUCKET, "BucketLoggingStatus": {}}),
)

OWNERSHIP = _configuration(
    "OwnershipControls",
    Call("put_bucket_ownership_controls", rename={"rule": "OwnershipControls.Rules"}),
    Read("get_bucket_ownership_controls", _BUCKET, result="OwnershipControls"),
    Call("delete_bucket_ownership_controls", _BUCKET),
    owner=False,
)

_LOCKED: Mapping[str, str] = {"ObjectLockConfiguration.ObjectLockEnabled": "Enabled"}

OBJECT_LOCK = _configuration(
    "ObjectLockConfiguration",
    Call("put_object_lock_configuration", _LOCKED, rename=_within("ObjectLockConfiguration", "rule")),
    Read("get_object_lock_configuration", _BUCKET, result="ObjectLockConfiguration"),
    Call("put_object_lock_configuration", {**_BUCKET, **_LOCKED}),
    replaces={"objectLockEnabled"},
    defaults={"objectLockEnabled": "Enabled"},
    write_only={"token"},
)

REPLICATION = _configuration(
    "ReplicationConfig",
    Call("put_bucket_replication", rename=_within("ReplicationConfiguration", "role", "rules")),
    Read("get_bucket_replication", _BUCKET, result="ReplicationConfiguration"),
    Call("delete_bucket_replication", _BUCKET),
    owner=False,
    write_only={"token"},
)

TYPES = (VERSIONING, ENCRYPTION, POLICY, LIFECYCLE, LOGGING, OWNERSHIP, OBJECT_LOCK, REPLICATION)
