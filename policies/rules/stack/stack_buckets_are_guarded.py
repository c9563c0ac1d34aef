"""Every bucket has, in resources of their own, what guards it: encryption under a customer key, closure, versions, TLS.

A bucket that receives server access logs is encrypted under S3's keys: the service delivers to no other (Amazon S3 User
Guide, "Enabling Amazon S3 server access logging").
"""

from collections.abc import Iterable

from policies.answers import all_hold
from policies.graph import Graph, StackRule, each
from policies.lists import some, those
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import items, value

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
GUARDS = {
    ENCRYPTION: "encryption",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "public access block",
    "aws:s3/bucketVersioning:BucketVersioning": "versioning",
}
"""What each bucket needs, by type. What the guards say is for the rules on them."""
LOGGING = "aws:s3/bucketLogging:BucketLogging"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
KMS_ALGORITHMS = frozenset({"aws:kms", "aws:kms:dsse"})


def _check(graph: Graph) -> Iterable[Finding | None]:
    bucket = frozenset({BUCKET})
    guards = {kind: graph.referrers("bucket", by=(kind,), to=bucket) for kind in GUARDS}
    logging = graph.referrers("targetBucket", by=(LOGGING,), to=bucket, through={POLICY: "bucket"})

    def is_open(encryption: Resource) -> bool:
        algorithm = "applyServerSideEncryptionByDefault.sseAlgorithm"
        return some(items(encryption.props, "rules"), lambda rule: value(rule, algorithm) not in KMS_ALGORITHMS)

    def check(store: Resource) -> str | None:
        missing = those(GUARDS, lambda kind: not guards[kind].include(store))
        if missing:
            return f"it has no {' and no '.join(GUARDS[kind] for kind in missing)}"
        weak = all_hold(lambda: some(guards[ENCRYPTION].of(store), is_open), lambda: not logging.include(store))
        return "it is not encrypted under a customer key" if weak else None

    yield from each(graph.of((BUCKET,)), check)


RULE = StackRule(
    name="stack_buckets_are_guarded",
    title="Every bucket is encrypted, closed, versioned and has a policy.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DATA_INTEGRITY, Objective.ENCRYPTION_AT_REST, Objective.PUBLIC_ACCESS}),
    remediation="Declare the missing resources for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
    sources=("SecurityHub S3.5", "SecurityHub S3.8", "SecurityHub S3.14", "SecurityHub S3.17"),
)
