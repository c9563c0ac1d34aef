import pytest

from tests.sandbox.providers.aws.bench import Bench

FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
ROLE = "arn:aws:iam::123456789012:role/ship"
DESTINATION = "arn:aws:logs:us-east-1:123456789012:destination:siem"


@pytest.fixture(scope="module")
def group(bench: Bench) -> str:
    bench.boto("logs").create_log_group(logGroupName="subscribed")
    return "subscribed"


@pytest.fixture(scope="module")
def stream(bench: Bench) -> str:
    archive = {"bucketArn": "arn:aws:s3:::archive", "roleArn": ROLE}
    return bench.deploy(STREAM, name="subscribed", destination="extended_s3", extendedS3Configuration=archive).id


def test_subscription_to_a_stream_lives(bench: Bench, group: str, stream: str) -> None:
    inputs = {"name": "lives", "logGroup": group, "filterPattern": "", "destinationArn": stream, "roleArn": ROLE}
    bench.lives(FILTER, inputs, {"filterPattern": "ERROR", "roleArn": f"{ROLE}-2"})


def test_subscription_to_a_stream_is_made_as_declared(bench: Bench, group: str, stream: str) -> None:
    made = bench.deploy(FILTER, name="made", logGroup=group, filterPattern="ERROR", destinationArn=stream, roleArn=ROLE)
    found = bench.boto("logs").describe_subscription_filters(logGroupName=group)["subscriptionFilters"][0]
    assert (found["filterName"], found["filterPattern"], found["destinationArn"]) == ("made", "ERROR", stream)
    made.delete()


def test_subscription_taken_away_out_of_band_is_gone(bench: Bench, group: str, stream: str) -> None:
    made = bench.deploy(FILTER, name="lost", logGroup=group, filterPattern="", destinationArn=stream, roleArn=ROLE)
    bench.boto("logs").delete_subscription_filter(logGroupName=group, filterName="lost")
    assert made.read() is None


def test_subscription_to_a_destination_lasts_as_long_as_its_log_group(bench: Bench) -> None:
    logs = bench.boto("logs")
    logs.create_log_group(logGroupName="shipped")
    made = bench.deploy(FILTER, name="siem", logGroup="shipped", filterPattern="", destinationArn=DESTINATION)
    assert made.read() is not None
    made.delete()
    logs.delete_log_group(logGroupName="shipped")
    assert made.read() is None


def test_subscription_moved_from_a_stream_to_a_destination_leaves_the_stream(
    bench: Bench, group: str, stream: str
) -> None:
    made = bench.deploy(FILTER, name="moved", logGroup=group, filterPattern="", destinationArn=stream, roleArn=ROLE)
    made.update(destinationArn=DESTINATION, roleArn=None)
    assert made.drift() == []
    assert bench.boto("logs").describe_subscription_filters(logGroupName=group)["subscriptionFilters"] == []
