"""What a delivery stream can't deliver is told in CloudWatch Logs."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

DESTINATIONS = (
    "elasticsearchConfiguration",
    "extendedS3Configuration",
    "httpEndpointConfiguration",
    "icebergConfiguration",
    "opensearchConfiguration",
    "opensearchserverlessConfiguration",
    "redshiftConfiguration",
    "snowflakeConfiguration",
    "splunkConfiguration",
)


def _check(props: Props) -> str | None:

    def fault(destination: str) -> str | None:
        if destination not in props:
            return None
        if value(props, f"{destination}.cloudwatchLoggingOptions.enabled") is not True:
            return f"{destination} does not log"
        return None

    return first(DESTINATIONS, fault)


RULE = Rule(
    name="kinesis_firehose_tells_failures",
    title="Firehose streams log what they cannot deliver.",
    resource_types=frozenset({"aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.MONITORING, Objective.SERVICE_LOGGING}),
    remediation="Set cloudwatchLoggingOptions with enabled, a group and a stream.",
    link="https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html",
)
