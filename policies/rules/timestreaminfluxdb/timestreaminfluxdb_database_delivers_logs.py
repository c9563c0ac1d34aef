"""Logs of the engine go to a bucket."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "logDeliveryConfiguration.s3Configuration.enabled") is not True:
        return "it delivers no logs"
    return None


RULE = Rule(
    name="timestreaminfluxdb_database_delivers_logs",
    title="Timestream for InfluxDB delivers its logs.",
    resource_types=frozenset(
        {"aws:timestreaminfluxdb/dbCluster:DbCluster", "aws:timestreaminfluxdb/dbInstance:DbInstance"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logDeliveryConfiguration.s3Configuration with enabled and bucketName.",
    link="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx-managing-view-influx-logs.html",
)
