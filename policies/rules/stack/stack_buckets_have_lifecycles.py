"""Every bucket says when what it holds, or what of it was superseded, ends."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective

BUCKET = "aws:s3/bucket:Bucket"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    guarded = graph.referred("bucket", by=(LIFECYCLE,), to=frozenset({BUCKET}))
    yield from each(graph.of((BUCKET,)), lambda bucket: None if bucket.urn in guarded else "it has no lifecycle")


RULE = StackRule(
    name="stack_buckets_have_lifecycles",
    title="Every bucket has a lifecycle.",
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.DATA_RETENTION}),
    remediation="Declare a BucketLifecycleConfiguration for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13",
    sources=("SecurityHub S3.10", "SecurityHub S3.13"),
)
