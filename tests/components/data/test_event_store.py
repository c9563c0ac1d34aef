"""Where events rest: in every region that may have them, under each region's own key."""

from typing import Any

import botocore.session
import pytest

from components.data.event_archive import FAILED_PREFIX, PREFIX, PROCESSORS
from components.data.event_store import EventStore, EventStoreArgs
from settings import DataClass
from tests.components.data.declare import Declared, declare, regions, sites
from tests.components.site import key

GLOBAL = ("events", "subject-keys")


def declared(count: int, *, protect: bool = False) -> list[Declared]:
    def program() -> None:
        found = list(sites(count, protect=protect).values())
        given = EventStoreArgs(sites=found, data_class=DataClass.CONFIDENTIAL, retention_days=30, key_recovery_days=9)
        EventStore("store", given)

    streams = [{"regionName": region.name, "streamArn": f"stream-{region.name}"} for region in regions(count)[1:]]
    return declare(program, {"aws:dynamodb/table:Table": {"replicas": streams, "streamArn": "stream-home"}})


def of(found: list[Declared], kind: str) -> dict[str, dict[str, Any]]:
    return {one.name: one.inputs for one in found if one.type == kind}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_events_and_keys_are_in_every_region_and_projections_each_region_s_own(count: int) -> None:
    found = of(declared(count, protect=True), "aws:dynamodb/table:Table")
    home, *others = regions(count)
    for role in GLOBAL:
        table = found.pop(f"store-{role}-table")
        assert [(one["regionName"], one["kmsKeyArn"]) for one in table.get("replicas", ())] == [
            (region.name, key(region, DataClass.CONFIDENTIAL)) for region in others
        ]
        assert table["serverSideEncryption"]["kmsKeyArn"] == key(home, DataClass.CONFIDENTIAL)
        assert table["deletionProtectionEnabled"]
        assert table["pointInTimeRecovery"] == {
            "enabled": True,
            "recoveryPeriodInDays": 9 if role == "subject-keys" else 35,
        }
    assert found.keys() == {
        f"store-{region.name}-{role}-table" for region in (home, *others) for role in ("checkpoints", "summaries")
    }
    assert not [one for one in found.values() if one.get("replicas")]


@pytest.mark.parametrize("protect", [False, True])
def test_each_region_locks_its_own_archive_under_its_own_key(protect: bool) -> None:
    found = declared(2, protect=protect)
    for region in regions(2):
        name = f"store-{region.name}-archive"
        lock = of(found, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")[f"{name}-bucket-lock"]
        mode = "COMPLIANCE" if protect else "GOVERNANCE"
        assert lock["rule"]["defaultRetention"] == {"mode": mode, "days": 30}
        stream = of(found, "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream")[f"{name}-stream"]
        assert stream["serverSideEncryption"]["keyArn"] == key(region, DataClass.CONFIDENTIAL)
        into = stream["extendedS3Configuration"]
        assert into["kmsKeyArn"] == key(region, DataClass.CONFIDENTIAL)
        assert into["bucketArn"].endswith(f"{name}-bucket-bucket")


def test_an_archive_that_is_late_fails_or_overflows_rings() -> None:
    alarms = of(declared(1), "aws:cloudwatch/metricAlarm:MetricAlarm")
    metrics = {one["metricName"] for one in alarms.values() if one["namespace"] == "AWS/Firehose"}
    assert metrics == {
        "DeliveryToS3.DataFreshness",
        "DeliveryToS3.Success",
        "PartitionCountExceeded",
        "ThrottledRecords",
    }


def test_firehose_takes_what_the_archive_says() -> None:
    """Values of AWS's own: botocore's model of the API names processors and their parameters."""
    shapes = botocore.session.get_session().get_service_model("firehose")
    kinds = shapes.shape_for("ProcessorType").metadata["enum"]
    parameters = shapes.shape_for("ProcessorParameterName").metadata["enum"]
    assert {*PROCESSORS} <= {*kinds}
    assert {name for given in PROCESSORS.values() for name in given} <= {*parameters}
    assert len(PREFIX) + len(FAILED_PREFIX) < 2 * shapes.shape_for("Prefix").metadata["max"]
