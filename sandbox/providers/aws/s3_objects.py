"""Objects in S3 buckets, made from text."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.spec import As, Aspect, Call, From, Look, Read, Run, Type
from sandbox.providers.aws.tags import all_tags, replaced_whole
from sandbox.providers.aws.templates import OMIT

_OBJECT = {"Bucket": "{bucket}", "Key": "{key}"}


def _tagging(act: Act) -> Any:
    """Putting an object anew takes its tags away unless they come with it."""
    tags = all_tags(act.resource.provider, act.inputs)
    return urlencode(tags) if tags else OMIT


def _content(act: Act) -> Mapping[str, Any] | None:
    try:
        found = act.call("get_object", Bucket=act["bucket"], Key=act["key"])
    except AwsError as error:
        if error.says_gone():
            return None
        raise
    return {**found, "Body": found["Body"].read()}


def _delete_object(act: Act) -> None:
    """Every version goes, so that the bucket can; retention in governance mode yields to `forceDestroy`."""
    found = act.pages("list_object_versions", Bucket=act["bucket"], Prefix=act["key"])
    force: dict[str, Any] = {"BypassGovernanceRetention": True} if act.inputs.get("forceDestroy") else {}
    for version in (*found.get("Versions", ()), *found.get("DeleteMarkers", ())):
        if version["Key"] == act["key"]:
            params = {"Bucket": act["bucket"], "Key": version["Key"], "VersionId": version["VersionId"]}
            act.call("delete_object", **params, **force)


OBJECT = Type(
    "aws:s3/bucketObjectv2:BucketObjectv2",
    service="s3",
    id="{bucket}/{key}",
    create=Call("put_object"),
    update=Call("put_object", {"Tagging": _tagging}),
    read=Read("head_object", _OBJECT),
    delete=Run(_delete_object, takes={"forceDestroy"}),
    rename={
        "acl": None,
        "checksumAlgorithm": None,
        "content": "Body",
        "contentBase64": As("Body", base64.b64decode, lambda body: base64.b64encode(body).decode()),
        "kmsKeyId": "SSEKMSKeyId",
        "websiteRedirect": "WebsiteRedirectLocation",
    },
    aspects=(Aspect({"content", "contentBase64"}, read=Look(_content, Read("get_object", _OBJECT))),),
    tags=replaced_whole(
        Call("put_object_tagging", _OBJECT, takes={"tags"}, rename={"tags": "Tagging.TagSet"}),
        Call("delete_object_tagging", _OBJECT),
        Read("get_object_tagging", _OBJECT),
        member="TagSet",
    ),
    outputs={
        "arn": "arn:{partition}:s3:::{bucket}/{key}",
        "etag": From("ETag", lambda tag: tag.strip('"')),
        "versionId": "VersionId",
    },
    replaces={"bucket", "key"},
    defaults={"forceDestroy": False},
    local={"etag", "forceDestroy", "sourceHash"},
)

TYPES = (OBJECT,)
