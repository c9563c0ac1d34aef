from typing import Any

import pytest

from tests.sandbox.providers.aws.bench import Bench, Deployed

RECORDER = "aws:cfg/recorder:Recorder"
STATUS = "aws:cfg/recorderStatus:RecorderStatus"
CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"
RULE = "aws:cfg/rule:Rule"
ROLE = "arn:aws:iam::123456789012:role/config"
REGION = "eu-north-1"
"""A region of its own: AWS Config has one recorder and one channel in each."""


@pytest.fixture(autouse=True)
def _clean(bench: Bench) -> None:
    config = bench.boto("config", REGION)
    bench.boto("s3").create_bucket(Bucket="config-archive")
    for recorder in config.describe_configuration_recorders()["ConfigurationRecorders"]:
        config.stop_configuration_recorder(ConfigurationRecorderName=recorder["name"])
        for channel in config.describe_delivery_channels()["DeliveryChannels"]:
            config.delete_delivery_channel(DeliveryChannelName=channel["name"])
        config.delete_configuration_recorder(ConfigurationRecorderName=recorder["name"])


def recorder(**more: Any) -> dict[str, Any]:
    return {
        "region": REGION,
        "name": "recorder",
        "roleArn": ROLE,
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": False},
        "recordingMode": {"recordingFrequency": "CONTINUOUS"},
        **more,
    }


def channel() -> dict[str, Any]:
    return {
        "region": REGION,
        "name": "channel",
        "s3BucketName": "config-archive",
        "s3KeyPrefix": "config",
        "snapshotDeliveryProperties": {"deliveryFrequency": "TwentyFour_Hours"},
    }


def running(bench: Bench) -> Deployed:
    bench.deploy(RECORDER, **recorder())
    bench.deploy(CHANNEL, **channel())
    return bench.deploy(STATUS, region=REGION, name="recorder", isEnabled=True)


def test_recorder_lives(bench: Bench) -> None:
    changes = {
        "roleArn": f"{ROLE}-other",
        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
    }
    bench.lives(RECORDER, recorder(), changes)


def test_channel_lives(bench: Bench) -> None:
    bench.deploy(RECORDER, **recorder())
    bench.lives(CHANNEL, channel(), {"s3KeyPrefix": "other"})


def test_recorder_stopped_out_of_band_is_drift_and_started_again(bench: Bench) -> None:
    status = running(bench)
    config = bench.boto("config", REGION)
    config.stop_configuration_recorder(ConfigurationRecorderName="recorder")
    assert status.drift() == ["isEnabled"]
    live = status.read()
    assert live is not None
    status.inputs = live.inputs
    status.update(isEnabled=True)
    assert config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"]


def test_recorder_stops_before_its_channel_goes(bench: Bench) -> None:
    status = running(bench)
    status.delete()
    recording = bench.boto("config", REGION).describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert not recording[0]["recording"]


def test_rule_lives(bench: Bench) -> None:
    bench.deploy(RECORDER, **recorder())
    inputs = {
        "region": REGION,
        "name": "ssh-closed",
        "source": {"owner": "AWS", "sourceIdentifier": "INCOMING_SSH_DISABLED"},
        "tags": {"Name": "ssh-closed"},
    }
    changes = {"description": "no SSH from anywhere", "tags": {"Name": "ssh-closed", "a": "b"}}
    bench.lives(RULE, inputs, changes)
