from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import Bench

FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
ERRORS = {"name": "errors", "namespace": "test", "value": "1", "defaultValue": "0"}


@pytest.fixture(scope="module")
def group(bench: Bench) -> str:
    bench.boto("logs").create_log_group(logGroupName="metric-filters")
    return "metric-filters"


def filters(bench: Bench, group: str, name: str) -> list[dict[str, Any]]:
    return bench.boto("logs").describe_metric_filters(logGroupName=group, filterNamePrefix=name)["metricFilters"]


def test_metric_filter_lives(bench: Bench, group: str) -> None:
    inputs = {"name": "lives", "logGroupName": group, "pattern": "{ $.a = 1 }", "metricTransformation": ERRORS}
    by_code = {"name": "errors", "namespace": "test", "value": "2", "unit": "Count", "dimensions": {"code": "$.code"}}
    bench.lives(FILTER, inputs, {"pattern": "{ $.a = 2 }", "metricTransformation": by_code})


def test_metric_filter_is_made_as_declared(bench: Bench, group: str) -> None:
    bench.deploy(FILTER, name="made", logGroupName=group, pattern="{ $.a = 1 }", metricTransformation=ERRORS)
    found = filters(bench, group, "made")[0]
    assert found["filterPattern"] == "{ $.a = 1 }"
    assert found["metricTransformations"] == [
        {"metricName": "errors", "metricNamespace": "test", "metricValue": "1", "defaultValue": 0}
    ]


def test_a_changed_filter_leaves_no_other_behind(bench: Bench, group: str) -> None:
    made = bench.deploy(FILTER, name="once", logGroupName=group, pattern="{ $.a = 1 }", metricTransformation=ERRORS)
    made.update(pattern="{ $.a = 2 }")
    assert [one["filterPattern"] for one in filters(bench, group, "once")] == ["{ $.a = 2 }"]


def test_moving_a_filter_to_another_group_replaces_it(bench: Bench, group: str) -> None:
    made = bench.deploy(FILTER, name="moves", logGroupName=group, pattern="x", metricTransformation=ERRORS)
    assert made.diff(logGroupName="elsewhere").replaces == ["logGroupName"]
