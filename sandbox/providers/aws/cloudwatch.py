"""CloudWatch: alarms on metrics."""

from sandbox.providers.aws.spec import ID, Autoname, Call, Read, Type
from sandbox.providers.aws.tags import tagged_by_arn

METRIC_ALARM = Type(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    service="cloudwatch",
    id="{name}",
    create=Call("put_metric_alarm"),
    update=Call("put_metric_alarm"),
    read=Read("describe_alarms", {"AlarmNames": [ID]}, result="MetricAlarms"),
    delete=Call("delete_alarms", {"AlarmNames": [ID]}),
    name=Autoname("name", 255),
    rename={
        "name": "AlarmName",
        "metricQueries": "Metrics",
        "metricQueries.metric": "MetricStat",
        "metricQueries.metric.metricName": "Metric.MetricName",
        "metricQueries.metric.namespace": "Metric.Namespace",
        "metricQueries.metric.dimensions": "Metric.Dimensions",
    },
    tags=tagged_by_arn("ResourceARN"),
    outputs={"arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"},
    replaces={"name"},
    defaults={"actionsEnabled": True, "treatMissingData": "missing"},
)

TYPES = (METRIC_ALARM,)
