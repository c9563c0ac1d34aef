from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.providers.aws import shapes
from sandbox.providers.aws.mapping import Table, request
from sandbox.providers.aws.reading import camel, import_one, read_back
from sandbox.providers.aws.spec import As
from sandbox.values import UNKNOWN, Properties


def _sent(service: str, operation: str, properties: Properties, **rename: Any) -> tuple[Properties, list[str]]:
    lost: list[str] = []
    table = Table(own={path.replace("__", "."): target for path, target in rename.items()})
    return request(properties, shapes.request(service, operation), table, lost), lost


@pytest.mark.parametrize(
    ("service", "operation", "properties", "sent"),
    [
        ("kms", "create_key", {"multiRegion": True}, {"MultiRegion": True}),
        ("kms", "create_key", {"tags": {"a": "1"}}, {"Tags": [{"TagKey": "a", "TagValue": "1"}]}),
        ("kms", "create_key", {"policy": {"Version": "1"}}, {"Policy": '{"Version": "1"}'}),
        ("kms", "schedule_key_deletion", {"pendingWindowInDays": 7.0}, {"PendingWindowInDays": 7}),
        ("logs", "create_log_group", {"tags": {"a": "1"}}, {"tags": {"a": "1"}}),
        ("cloudwatch", "put_metric_alarm", {"dimensions": {"n": "v"}}, {"Dimensions": [{"Name": "n", "Value": "v"}]}),
        ("cloudwatch", "put_metric_alarm", {"threshold": "1.5"}, {"Threshold": 1.5}),
        (
            "ec2",
            "describe_vpcs",
            {"filter": {"name": "n", "values": ["v"]}},
            {"Filters": [{"Name": "n", "Values": ["v"]}]},
        ),
        ("kms", "create_key", {"description": None, "__defaults": []}, {}),
    ],
)
def test_names_and_forms_find_themselves(
    service: str, operation: str, properties: Properties, sent: Properties
) -> None:
    assert _sent(service, operation, properties) == (sent, [])


def test_counted_lists_are_counted() -> None:
    found, lost = _sent(
        "cloudfront", "create_distribution", {"aliases": ["a", "b"]}, aliases="DistributionConfig.Aliases"
    )
    assert found == {"DistributionConfig": {"Aliases": {"Quantity": 2, "Items": ["a", "b"]}}}
    assert not lost


def test_renames_flatten_wrap_and_spell_otherwise() -> None:
    found, lost = _sent(
        "s3",
        "put_bucket_versioning",
        {"bucket": "b", "block": {"status": "Enabled"}, "on": True},
        block="VersioningConfiguration",
        on=As("VersioningConfiguration.MFADelete", lambda value: "Enabled" if value else "Disabled", bool),
    )
    assert found == {"Bucket": "b", "VersioningConfiguration": {"Status": "Enabled", "MFADelete": "Enabled"}}
    assert not lost
    inline, _ = _sent("kms", "create_key", {"settings": [{"description": "d"}]}, settings=".")
    assert inline == {"Description": "d"}


def test_what_has_no_place_is_told_by_its_path() -> None:
    properties = {"novel": 1, "metricQueries": [{"id": "a", "novel": 1}]}
    _, lost = _sent("cloudwatch", "put_metric_alarm", properties, metricQueries="Metrics")
    assert lost == ["novel", "metricQueries.novel"]


def test_unknown_values_go_through_untouched() -> None:
    found, _ = _sent("kms", "create_key", {"tags": {"a": UNKNOWN}, "description": UNKNOWN})
    assert found["Description"] is UNKNOWN
    assert found["Tags"][0]["TagValue"] is UNKNOWN


METRICS = shapes.element(shapes.walk(shapes.response("cloudwatch", "describe_alarms"), ("MetricAlarms",)))


@pytest.mark.parametrize(
    ("given", "answer", "live"),
    [
        ({"threshold": 1}, {"Threshold": 1.0}, {"threshold": 1}),
        ({"okActions": ["a", "b"]}, {"OKActions": ["b", "a"]}, {"okActions": ["a", "b"]}),
        ({"okActions": ["a", "b"]}, {"OKActions": ["b", "c"]}, {"okActions": ["c", "b"]}),
        ({"okActions": ["a"]}, {"OKActions": ["a", "c"]}, {"okActions": ["a", "c"]}),
        ({"okActions": ["a"]}, {}, {}),
        ({"okActions": []}, {}, {"okActions": []}),
        ({"statistic": "maximum"}, {"Statistic": "Maximum"}, {"statistic": "maximum"}),
        ({"alarmDescription": "d"}, {"AlarmDescription": "D"}, {"alarmDescription": "D"}),
        ({"alarmDescription": '{"a": 1}'}, {"AlarmDescription": '{"a":1}'}, {"alarmDescription": '{"a": 1}'}),
        ({"dimensions": {"a": "1"}}, {"Dimensions": [{"Name": "a", "Value": "2"}]}, {"dimensions": {"a": "2"}}),
        ({"namespace": "role"}, {"Namespace": "arn:aws:iam::1:role/role"}, {"namespace": "role"}),
        ({"novel": 1}, {}, {"novel": 1}),
        ({}, {"Period": 60}, {}),
    ],
)
def test_answers_are_read_in_the_programs_own_spelling(given: Properties, answer: Properties, live: Properties) -> None:
    assert read_back(given, answer, METRICS, Table()) == live


def test_times_and_numbers_in_text_compare_as_what_they_are() -> None:
    shape = shapes.response("sqs", "get_queue_attributes")
    table = Table(own={"delaySeconds": "Attributes.DelaySeconds"})
    assert read_back({"delaySeconds": 5}, {"Attributes": {"DelaySeconds": "5"}}, shape, table) == {"delaySeconds": 5}
    rule = shapes.element(shapes.walk(shapes.response("s3", "get_bucket_lifecycle_configuration"), ("Rules",)))
    given = {"expiration": {"date": "2035-01-01T00:00:00Z"}}
    answer = {"Expiration": {"Date": datetime(2035, 1, 1, tzinfo=UTC)}}
    assert read_back(given, answer, rule, Table()) == given


def test_import_names_what_nobody_named() -> None:
    answer = {"Metrics": [{"Id": "m", "MetricStat": {"Metric": {"MetricName": "M"}, "Period": 60}}]}
    table = Table(own={"metricQueries": "Metrics", "metricQueries.metric": "MetricStat"})
    assert import_one("metricQueries", answer, METRICS, table) == [
        {"id": "m", "metric": {"metric": {"metricName": "M"}, "period": 60}}
    ]


@pytest.mark.parametrize(
    ("member", "name"),
    [("KMSMasterKeyID", "kmsMasterKeyId"), ("OKActions", "okActions"), ("vpcId", "vpcId"), ("Ipv6Cidr", "ipv6Cidr")],
)
def test_member_names_in_pulumis_spelling(member: str, name: str) -> None:
    assert camel(member) == name
