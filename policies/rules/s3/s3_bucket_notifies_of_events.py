"""Where notifications are declared, somebody gets them: an empty declaration turns a bucket's notifications off."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

RECEIVERS = ("lambdaFunctions", "queues", "topics")


def _check(props: Props) -> str | None:
    if props.get("eventbridge") is True or some(RECEIVERS, lambda kind: items(props, kind)):
        return None
    return "nobody is notified"


RULE = Rule(
    name="s3_bucket_notifies_of_events",
    title="S3 event notifications have a receiver.",
    resource_types=frozenset({"aws:s3/bucketNotification:BucketNotification"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set eventbridge to true, or name a queue, topic or function.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-11",
    sources=("SecurityHub S3.11",),
)
