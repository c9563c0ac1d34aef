"""What keeps the audit trail is locked, so that nobody deletes or changes it before its time.

Amazon S3 User Guide, "Locking objects with Object Lock". What a lock says is for the rule on it.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective

BUCKETS = frozenset({"aws:s3/bucket:Bucket"})
POLICIES = frozenset({"aws:s3/bucketPolicy:BucketPolicy"})
TRAIL = "aws:cloudtrail/trail:Trail"
LOCKS = ("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",)


def _check(graph: Graph) -> Iterable[Finding | None]:
    locked = graph.referrers("bucket", by=LOCKS, to=BUCKETS)
    archives: dict[str, Resource] = {}
    for trail in graph.of((TRAIL,)):
        policies = graph.targets(trail, "s3BucketName", POLICIES)
        through = (bucket for policy in policies for bucket in graph.targets(policy, "bucket", BUCKETS))
        archives.update((bucket.urn, bucket) for bucket in (*graph.targets(trail, "s3BucketName", BUCKETS), *through))
    fault = "it keeps the audit trail, and nothing locks it"
    yield from each(archives.values(), lambda bucket: None if locked.include(bucket) else fault)


RULE = StackRule(
    name="stack_archives_are_locked",
    title="Buckets that keep the audit trail are locked.",
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LOG_PROTECTION}),
    remediation="Enable object lock on the bucket and declare a BucketObjectLockConfiguration.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-15",
    sources=("SecurityHub S3.15",),
)
