from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import Bench

TRAIL = "aws:cloudtrail/trail:Trail"
S3_OBJECTS = {
    "name": "objects",
    "fieldSelectors": [
        {"field": "eventCategory", "equals": ["Data"]},
        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
        {"field": "resources.ARN", "notStartsWiths": ["arn:aws:s3:::logs/"]},
    ],
}


@pytest.fixture(scope="module")
def trail(bench: Bench) -> dict[str, Any]:
    bench.boto("s3").create_bucket(Bucket="cloudtrail-logs")
    return {"s3BucketName": "cloudtrail-logs"}


def test_trail_lives(bench: Bench, trail: dict[str, Any]) -> None:
    inputs = {
        **trail,
        "name": "trail-lives",
        "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/one",
        "isMultiRegionTrail": True,
        "enableLogFileValidation": True,
        "cloudWatchLogsGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:g:*",
        "cloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/r",
        "advancedEventSelectors": [S3_OBJECTS],
        "insightSelectors": [{"insightType": "ApiCallRateInsight"}],
        "tags": {"stack": "one"},
    }
    changes = {
        "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/other",
        "enableLogFileValidation": False,
        "enableLogging": False,
        "insightSelectors": [{"insightType": "ApiErrorRateInsight"}],
        "tags": {"stack": "other"},
    }
    bench.lives(TRAIL, inputs, changes)


def test_trail_is_made_as_declared_and_records(bench: Bench, trail: dict[str, Any]) -> None:
    made = bench.deploy(
        TRAIL,
        **trail,
        name="trail-made",
        isMultiRegionTrail=True,
        enableLogFileValidation=True,
        cloudWatchLogsGroupArn="arn:aws:logs:us-east-1:123456789012:log-group:g:*",
        advancedEventSelectors=[S3_OBJECTS],
    )
    client = bench.boto("cloudtrail")
    found = client.get_trail(Name="trail-made")["Trail"]
    assert found["TrailARN"] == made.id == made.outputs["arn"]
    assert found["IsMultiRegionTrail"]
    assert found["LogFileValidationEnabled"]
    assert found["CloudWatchLogsLogGroupArn"].endswith(":log-group:g:*")
    assert client.get_trail_status(Name="trail-made")["IsLogging"]
    selectors = client.get_event_selectors(TrailName="trail-made")["AdvancedEventSelectors"]
    assert selectors[0]["FieldSelectors"][2] == {"Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::logs/"]}


def test_trail_stopped_out_of_band_is_drift(bench: Bench, trail: dict[str, Any]) -> None:
    made = bench.deploy(TRAIL, **trail, name="trail-stopped")
    bench.boto("cloudtrail").stop_logging(Name="trail-stopped")
    assert made.drift() == ["enableLogging"]


def test_selectors_that_are_taken_away_leave_management_events(bench: Bench, trail: dict[str, Any]) -> None:
    made = bench.deploy(TRAIL, **trail, name="trail-plain", advancedEventSelectors=[S3_OBJECTS])
    made.update(advancedEventSelectors=None)
    left = bench.boto("cloudtrail").get_event_selectors(TrailName="trail-plain")["EventSelectors"]
    assert left[0]["IncludeManagementEvents"]


def test_renaming_a_trail_replaces_it(bench: Bench, trail: dict[str, Any]) -> None:
    made = bench.deploy(TRAIL, **trail, name="trail-named")
    assert made.diff(name="trail-renamed").replaces == ["name"]
