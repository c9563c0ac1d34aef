"""A bucket policy refuses every request that does not come over TLS, of the bucket and of its objects."""

import re
from collections.abc import Sequence
from functools import cache, partial

from policies.iam.catalogue import services
from policies.iam.document import Statement
from policies.iam.findings import fault
from policies.iam.patterns import pattern
from policies.iam.questions import ANY_NAME, Judge, bucket, plain
from policies.iam.search import Witness
from policies.iam.solve import Domain
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

_S3 = re.compile(r"arn:[^:]*:s3:")
_ANY_BUCKET = Domain(shapes=(pattern("arn:*"),))


@cache
def _anywhere() -> Judge:
    """Return the question whether a plain request to any bucket at all gets through."""
    return plain(services()["s3"], lambda _: _ANY_BUCKET)


def _named(statements: Sequence[Statement]) -> Domain:
    """Return the buckets that *statements* name, for want of knowing whose policy it is."""
    texts = {text for each in statements for text in each.resources if _S3.match(text)}
    names = sorted({text.split(":", 5)[-1].partition("/")[0] for text in texts}) or [ANY_NAME]
    return bucket(names[0], statements)


def _unguarded(statements: Sequence[Statement]) -> Witness | None:
    """Return what gets through where nothing is denied: of whatever bucket, for want of knowing whose policy it is."""
    return plain(services()["s3"], _named)(statements) if all(each.allows for each in statements) else None


def _check(props: Props) -> str | None:
    policy = props.get("policy")
    if fault(policy, _anywhere()) is None:
        return None
    if unguarded := fault(policy, _unguarded):
        return unguarded
    name = props.get("bucket")
    return fault(policy, plain(services()["s3"], partial(bucket, name) if isinstance(name, str) and name else _named))


RULE = Rule(
    name="s3_bucket_policy_requires_tls",
    title="S3 buckets answer over TLS only.",
    resource_types=frozenset({"aws:s3/bucketPolicy:BucketPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Deny s3:* to everyone where aws:SecureTransport is false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
    sources=("SecurityHub S3.5", "CIS AWS 5.0.0 2.1.1"),
)
