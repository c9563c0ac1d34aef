"""Every bucket has, in resources of their own, what guards it: encryption under a customer key, closure, versions, TLS.

A bucket that receives server access logs is encrypted under S3's keys: the service delivers to no other (Amazon S3 User
Guide, "Enabling Amazon S3 server access logging").
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
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
    guards = {kind: graph.referred("bucket", by=(kind,), to=bucket) for kind in GUARDS}
    log_targets = set(graph.referred("targetBucket", by=(LOGGING,), to=bucket))
    for policy_urn in graph.referred("targetBucket", by=(LOGGING,), to=frozenset({POLICY})):
        log_targets |= {target.urn for target in graph.targets(graph.by_urn[policy_urn], "bucket", bucket)}

    def check(store: Resource) -> str | None:
        missing = [label for kind, label in GUARDS.items() if store.urn not in guards[kind]]
        if missing:
            return f"it has no {' and no '.join(missing)}"
        if store.urn in log_targets:
            return None
        for encryption in guards[ENCRYPTION][store.urn]:
            for rule in items(encryption.props, "rules"):
                if value(rule, "applyServerSideEncryptionByDefault.sseAlgorithm") not in KMS_ALGORITHMS:
                    return "it is not encrypted under a customer key"
        return None

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
