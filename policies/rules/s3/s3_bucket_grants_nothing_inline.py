"""What a bucket declares in itself opens it to nobody: no canned list or grant for others, and no public policy."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.lists import first, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

PRIVATE = frozenset({"private", "log-delivery-write"})
EVERYONE = frozenset(
    {
        "http://acs.amazonaws.com/groups/global/AllUsers",
        "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
    }
)
"""Amazon S3 User Guide, "Access control list (ACL) overview"."""


def _check(props: Props) -> str | None:
    return first((_canned, _granted, _let_in), lambda ask: ask(props))


def _canned(props: Props) -> str | None:
    return None if value(props, "acl", "private") in PRIVATE else "the canned acl grants access to others"


def _granted(props: Props) -> str | None:
    reached = some(items(props, "grants"), lambda grant: value(grant, "uri") in EVERYONE)
    return "a grant reaches everyone" if reached else None


def _let_in(props: Props) -> str | None:
    return fault(props.get("policy"), public("s3"))


RULE = Rule(
    name="s3_bucket_grants_nothing_inline",
    title="S3 buckets declare no access for others in themselves.",
    resource_types=frozenset({"aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Remove acl, grants and policy; declare a BucketPolicy of its own.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
    sources=("SecurityHub S3.2", "SecurityHub S3.3"),
)
