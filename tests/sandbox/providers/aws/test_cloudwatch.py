from tests.sandbox.providers.aws.bench import Bench

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
INPUTS = {
    "namespace": "AWS/SQS",
    "metricName": "Age",
    "dimensions": {"QueueName": "q", "Other": "o"},
    "statistic": "Maximum",
    "comparisonOperator": "GreaterThanThreshold",
    "threshold": 1,
    "period": 60,
    "evaluationPeriods": 3,
    "datapointsToAlarm": 2,
    "alarmDescription": "d",
    "treatMissingData": "breaching",
    "alarmActions": ["arn:aws:sns:us-east-1:123456789012:t"],
    "okActions": ["arn:aws:sns:us-east-1:123456789012:t"],
    "tags": {"a": "1"},
}


def test_alarm_lives(bench: Bench) -> None:
    changes = {"threshold": 2.5, "okActions": None, "treatMissingData": None, "actionsEnabled": False, "tags": None}
    bench.lives(ALARM, {"name": "cw-lives", **INPUTS}, changes)


def test_alarm_is_as_declared_and_its_drift_shows(bench: Bench) -> None:
    alarm = bench.deploy(ALARM, name="cw-declared", **INPUTS)
    cloudwatch = bench.boto("cloudwatch")
    (found,) = cloudwatch.describe_alarms(AlarmNames=[alarm.id])["MetricAlarms"]
    assert found["AlarmArn"] == alarm.outputs["arn"]
    assert {"Name": "QueueName", "Value": "q"} in found["Dimensions"]
    cloudwatch.disable_alarm_actions(AlarmNames=[alarm.id])
    assert alarm.drift() == ["actionsEnabled"]


def test_alarm_on_an_expression_reaches_cloudwatch_whole(bench: Bench) -> None:
    metric = {"metricName": "M", "namespace": "N", "dimensions": {"a": "b"}, "period": 60, "stat": "Sum"}
    queries = [
        {"id": "e", "expression": "m*2", "label": "twice", "returnData": True},
        {"id": "m", "metric": metric},
    ]
    rest = {"comparisonOperator": "GreaterThanThreshold", "threshold": 1, "evaluationPeriods": 1}
    bench.deploy(ALARM, name="cw-queries", metricQueries=queries, **rest)
    (found,) = bench.boto("cloudwatch").describe_alarms(AlarmNames=["cw-queries"])["MetricAlarms"]
    stat = next(query for query in found["Metrics"] if query["Id"] == "m")["MetricStat"]
    assert stat["Metric"] == {"Namespace": "N", "MetricName": "M", "Dimensions": [{"Name": "a", "Value": "b"}]}
