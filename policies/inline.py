"""What a resource says inline, as the resources of their own that say the same: rules know those alone.

What gives permissions to identities is in `policies/permissions.py`; here is what a bucket says of itself.
Buckets still take settings that have types of their own, `BucketV2` takes them as lists. Only what is turned on stands
for such a resource: what a deployed bucket shows as off may be on by a resource that came after it. Access control
lists are no part: `s3_bucket_grants_nothing_inline` says of them what `s3_bucket_acl_is_private` says of those apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from policies.model import Resource
from policies.permissions import OTHER_WAYS, permissions_of
from policies.twins import CANONICAL
from policies.unknown import is_unknown

_BUCKETS = frozenset({"aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"})


def _encryption(block: Any) -> Any:
    default = _of(_of(block, "rule"), "applyServerSideEncryptionByDefault")
    return default and {"rules": [{"applyServerSideEncryptionByDefault": default}]}


def _lifecycle(blocks: Any) -> Any:
    if not isinstance(blocks, list):
        return {"rules": blocks}
    return {
        "rules": [
            {
                "status": _status(_of(block, "enabled")),
                "abortIncompleteMultipartUpload": {
                    "daysAfterInitiation": _of(block, "abortIncompleteMultipartUploadDays")
                },
            }
            for block in blocks
        ]
    }


def _lock(block: Any) -> Any:
    retention = _of(_of(block, "rule"), "defaultRetention")
    return retention and {"rule": {"defaultRetention": retention}}


def _replication(block: Any) -> Any:
    rules = block.get("rules") if isinstance(block, Mapping) else block
    rules = [_replicates(each) for each in rules] if isinstance(rules, list) else rules
    return {"role": _of(block, "role"), "rules": rules}


def _replicates(rule: Any) -> Any:
    to = _of(rule, "destination")
    encrypted = _of(_of(rule, "sourceSelectionCriteria"), "sseKmsEncryptedObjects")
    return {
        "status": _of(rule, "status"),
        "destination": {
            "bucket": _of(to, "bucket"),
            "encryptionConfiguration": {"replicaKmsKeyId": _of(to, "replicaKmsKeyId")},
        },
        "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": _status(_of(encrypted, "enabled"))}},
    }


def _versioning(block: Any) -> Any:
    enabled = _of(block, "enabled")
    return enabled and {"versioningConfiguration": {"status": _status(enabled)}}


def _website(block: Any) -> Any:
    """Return what is said of a website; where it sends all requests on to is a host, the protocol before it."""
    to = _of(block, "redirectAllRequestsTo")
    if to is None or is_unknown(str(to)):
        return {"redirectAllRequestsTo": to}
    protocol, _, host = str(to).rpartition("://")
    return {"redirectAllRequestsTo": {"hostName": host, **({"protocol": protocol.lower()} if protocol else {})}}


PARTS: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "corsRules": ("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", lambda rules: {"corsRules": rules}),
    "lifecycleRules": ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", _lifecycle),
    "logging": ("aws:s3/bucketLogging:BucketLogging", lambda block: {"targetBucket": _of(block, "targetBucket")}),
    "objectLockConfiguration": ("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", _lock),
    "policy": ("aws:s3/bucketPolicy:BucketPolicy", lambda policy: {"policy": policy}),
    "replicationConfiguration": ("aws:s3/bucketReplicationConfig:BucketReplicationConfig", _replication),
    "serverSideEncryptionConfiguration": (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        _encryption,
    ),
    "versioning": ("aws:s3/bucketVersioning:BucketVersioning", _versioning),
    "website": ("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", _website),
}
"""By a bucket's property, the type of the resource that says the same, and its properties but for `bucket`."""
_TYPES = frozenset(token for token, _ in PARTS.values())
TOLD: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(_BUCKETS, _TYPES),
    **{kind: frozenset(way.plain for way in ways) for kind, ways in OTHER_WAYS.items()},
}
"""By the type of what says something inline, the types of the resources that say the same."""


def parts_of(resource: Resource) -> Iterator[Resource]:
    """Yield what *resource*, as it was declared, says inline; each part has its URN."""
    yield from _parts_of_bucket(resource) if resource.type in _BUCKETS else permissions_of(resource)


def _parts_of_bucket(resource: Resource) -> Iterator[Resource]:
    for prop, (token, said) in PARTS.items():
        block = resource.props.get(prop) if prop.endswith("Rules") else _of(resource.props, prop)
        if props := said(block) if block else None:
            origins = resource.property_dependencies
            origin = origins.get(prop, origins.get(f"{prop}s", ()))
            yield replace(
                resource,
                type=token,
                props={"bucket": resource.props.get("bucket"), "region": resource.props.get("region"), **props},
                property_dependencies={**dict.fromkeys(props, origin), "bucket": [resource.urn]},
            )


def with_parts(resources: Sequence[Resource]) -> Sequence[Resource]:
    """Return *resources*, and before them what buckets say inline and no resource of its own says of them."""
    declared = {(kind, name) for each in resources for kind, name in _declared(each)}

    def is_apart(part: Resource, bucket: Resource) -> bool:
        names = (bucket.urn, bucket.props.get("bucket"), bucket.props.get("id"))
        return any((part.type, name) in declared for name in names)

    buckets = [each for each in resources if each.type in _BUCKETS]
    parts = [part for each in buckets for part in _parts_of_bucket(each) if not is_apart(part, each)]
    return [*parts, *resources] if parts else resources


def _declared(resource: Resource) -> Iterator[tuple[str, Any]]:
    kind = CANONICAL.get(resource.type, resource.type)
    if kind in _TYPES:
        yield from ((kind, urn) for urn in resource.property_dependencies.get("bucket", ()))
        yield kind, resource.props.get("bucket") or resource.urn


def _status(enabled: Any) -> Any:
    """Return the word for it; what isn't known yet is left as it is."""
    return enabled if isinstance(enabled, str) else "Enabled" if enabled else "Disabled"


def _of(block: Any, name: str) -> Any:
    """Return what *block* has under *name*, or first under its plural; what isn't known yet is left as it is."""
    if not isinstance(block, Mapping):
        return block
    found = block.get(name, block.get(f"{name}s"))
    return found[0] if isinstance(found, list) and found else found or None
