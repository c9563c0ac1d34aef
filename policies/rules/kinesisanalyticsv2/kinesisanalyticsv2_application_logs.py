"""What an application does goes to CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "cloudwatchLoggingOptions.logStreamArn"):
        return "it does not log"
    return None


RULE = Rule(
    name="kinesisanalyticsv2_application_logs",
    title="Flink applications log.",
    resource_types=frozenset({"aws:kinesisanalyticsv2/application:Application"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set cloudwatchLoggingOptions.logStreamArn.",
    link="https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs.html",
)
