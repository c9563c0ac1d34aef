"""CloudTrail records writes of objects."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.cloudtrail._selectors import object_calls


def _check(props: Props) -> str | None:
    if not object_calls(props, "WriteOnly"):
        return "writes of objects in S3 are not recorded"
    return None


RULE = Rule(
    name="cloudtrail_trail_records_object_writes",
    title="CloudTrail records writes of objects.",
    resource_types=frozenset({"aws:cloudtrail/trail:Trail"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUDIT_LOGGING}),
    remediation="Add a selector for data events of AWS::S3::Object.",
    link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
    sources=("CIS AWS 5.0.0 3.8",),
)
