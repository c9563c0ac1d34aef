"""Every bucket says when what it holds, or what of it was superseded, ends."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_buckets_have_lifecycles",
    title="Every bucket has a lifecycle.",
    check=each_has(
        guarded=frozenset({"aws:s3/bucket:Bucket"}),
        by=("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",),
        prop="bucket",
        fault="it has no lifecycle",
    ),
    severity=Severity.LOW,
    objectives=frozenset({Objective.DATA_RETENTION}),
    remediation="Declare a BucketLifecycleConfiguration for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13",
    sources=("SecurityHub S3.10", "SecurityHub S3.13"),
)
