"""Changes of who may reach a bucket, and of how long it keeps data, are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_bucket_changes",
    "changes of who may reach buckets",
    events=(
        "PutBucketAcl",
        "PutBucketPolicy",
        "PutBucketCors",
        "PutBucketLifecycle",
        "PutBucketReplication",
        "DeleteBucketPolicy",
        "DeleteBucketCors",
        "DeleteBucketLifecycle",
        "DeleteBucketReplication",
    ),
    source="s3.amazonaws.com",
    objective=Objective.CONFIGURATION_MONITORING,
    sources=("CIS AWS 3.0.0 4.8", "SecurityHub CloudWatch.8"),
)
