"""Every bucket writes down who asked for what, except where that says nothing: logs of logs, and public data.

A bucket that receives access logs would log its own deliveries (Amazon S3 User Guide, "Logging requests with server
access logging"); data of the class public is for everybody to read.
"""

from collections.abc import Iterable

from policies.answers import any_holds
from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import value

BUCKET, POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
LOGGING = "aws:s3/bucketLogging:BucketLogging"


def _check(graph: Graph) -> Iterable[Finding | None]:
    bucket = frozenset({BUCKET})
    logged = graph.referrers("bucket", by=(LOGGING,), to=bucket)
    logging = graph.referrers("targetBucket", by=(LOGGING,), to=bucket, through={POLICY: "bucket"})

    def check(resource: Resource) -> str | None:
        if logged.include(resource):
            return None
        if any_holds(lambda: logging.include(resource), lambda: value(resource.props, "tags.data-class") == "public"):
            raise NotApplicable("its access log would say nothing")
        return "it keeps no access log"

    yield from each(graph.of((BUCKET,)), check)


RULE = StackRule(
    name="stack_buckets_are_logged",
    title="Every bucket is logged.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Declare a BucketLogging for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9",
    sources=("SecurityHub S3.9",),
)
