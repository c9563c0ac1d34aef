"""Records reach CloudWatch Logs within minutes, where alarms can see them."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("cloudWatchLogsGroupArn"):
        return "its records don't reach CloudWatch Logs"
    return None


RULE = Rule(
    name="cloudtrail_trail_feeds_cloudwatch",
    title="CloudTrail records reach CloudWatch Logs.",
    resource_types=frozenset({"aws:cloudtrail/trail:Trail"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.MONITORING}),
    remediation="Set cloudWatchLogsGroupArn and cloudWatchLogsRoleArn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-5",
    sources=("SecurityHub CloudTrail.5",),
)
