"""Access control lists open no bucket: no canned list that grants to others, and no grant to the groups of everyone."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

PRIVATE = frozenset({"private", "bucket-owner-full-control", "bucket-owner-read", "log-delivery-write"})
EVERYONE = frozenset(
    {
        "http://acs.amazonaws.com/groups/global/AllUsers",
        "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
    }
)
"""Amazon S3 User Guide, "Access control list (ACL) overview"."""


def _check(props: Props) -> str | None:
    grants = items(props, "accessControlPolicy.grants")
    return fault_among(
        ("the canned acl grants access to others", lambda: value(props, "acl", "private") not in PRIVATE),
        ("a grant reaches everyone", lambda: some(grants, lambda grant: value(grant, "grantee.uri") in EVERYONE)),
    )


RULE = Rule(
    name="s3_bucket_acl_is_private",
    title="S3 access control lists grant nothing to others.",
    resource_types=frozenset(
        {
            "aws:s3/bucketAcl:BucketAcl",
            "aws:s3/bucketAclV2:BucketAclV2",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Use BucketOwnershipControls with BucketOwnerEnforced and no acl.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
    sources=("SecurityHub S3.2", "SecurityHub S3.3", "SecurityHub S3.12"),
)
