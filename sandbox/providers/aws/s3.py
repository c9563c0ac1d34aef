"""Simple Storage Service: buckets and public access blocks; a bucket's configurations are in `s3_configurations.py`."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, As, Aspect, Autoname, Call, Made, Read, Run, Type
from sandbox.providers.aws.tags import replaced_whole
from sandbox.providers.aws.templates import OMIT

_BUCKET = {"Bucket": ID}
_ACCOUNT = Made(lambda given, own: own if given is OMIT else given, "{accountId?}", "{account}")
_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_BLOCK_MEMBERS = {name: f"PublicAccessBlockConfiguration.{name[0].upper()}{name[1:]}" for name in _BLOCKS}


def _delete_bucket(act: Act) -> None:
    """S3 deletes only empty buckets; `forceDestroy` empties it, all versions and delete markers included."""
    if act.inputs.get("forceDestroy"):
        found = act.pages("list_object_versions", Bucket=act.id)
        doomed = [
            {"Key": item["Key"], "VersionId": item["VersionId"]}
            for item in (*found.get("Versions", ()), *found.get("DeleteMarkers", ()))
        ]
        for start in range(0, len(doomed), 1000):
            batch = {"Objects": doomed[start : start + 1000], "Quiet": True}
            act.call("delete_objects", Bucket=act.id, Delete=batch, BypassGovernanceRetention=True)
    act.call("delete_bucket", Bucket=act.id)


BUCKET = Type(
    "aws:s3/bucket:Bucket",
    service="s3",
    id="{bucket}",
    create=Call(
        "create_bucket",
        {
            "CreateBucketConfiguration.LocationConstraint": Made(
                lambda region: OMIT if region == "us-east-1" else region, "{region}"
            )
        },
    ),
    read=Read("head_bucket", _BUCKET),
    delete=Run(_delete_bucket, takes={"forceDestroy"}),
    name=Autoname("bucket", 63),
    rename={"objectLockEnabled": "ObjectLockEnabledForBucket", "acl": None, "bucketNamespace": None},
    aspects=(
        Aspect(
            {"objectLockEnabled"},
            read=Read(
                "get_object_lock_configuration",
                _BUCKET,
                result="ObjectLockConfiguration",
                rename={"objectLockEnabled": As("ObjectLockEnabled", str, lambda word: word == "Enabled")},
            ),
        ),
    ),
    tags=replaced_whole(
        Call("put_bucket_tagging", _BUCKET, rename={"tags": "Tagging.TagSet"}),
        Call("delete_bucket_tagging", _BUCKET),
        Read("get_bucket_tagging", _BUCKET),
        member="TagSet",
    ),
    outputs={
        "arn": "arn:{partition}:s3:::{bucket}",
        "bucketDomainName": "{bucket}.s3.{dnsSuffix}",
        "bucketRegion": "{region}",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.{dnsSuffix}",
    },
    replaces={"bucket", "bucketPrefix", "objectLockEnabled"},
    defaults={"forceDestroy": False, "objectLockEnabled": False},
    local={"forceDestroy"},
)

PUBLIC_ACCESS_BLOCK = Type(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    service="s3",
    id="{bucket}",
    create=Call("put_public_access_block", rename=_BLOCK_MEMBERS),
    update=Call("put_public_access_block", rename=_BLOCK_MEMBERS),
    read=Read("get_public_access_block", _BUCKET, result="PublicAccessBlockConfiguration"),
    delete=Call("delete_public_access_block", _BUCKET),
    replaces={"bucket"},
    defaults=dict.fromkeys(_BLOCKS, False),
    local={"skipDestroy"},
)

ACCOUNT_PUBLIC_ACCESS_BLOCK = Type(
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    service="s3control",
    region="us-east-1",
    id=_ACCOUNT,
    create=Call(
        "put_public_access_block",
        {"AccountId": _ACCOUNT},
        rename=_BLOCK_MEMBERS,
    ),
    update=Call("put_public_access_block", {"AccountId": ID}, rename=_BLOCK_MEMBERS),
    read=Read("get_public_access_block", {"AccountId": ID}, result="PublicAccessBlockConfiguration"),
    delete=Call("delete_public_access_block", {"AccountId": ID}),
    replaces={"accountId"},
    defaults=dict.fromkeys(_BLOCKS, False),
    write_only={"accountId"},
)

TYPES = (BUCKET, PUBLIC_ACCESS_BLOCK, ACCOUNT_PUBLIC_ACCESS_BLOCK)
