"""Where events rest: in every region that may have them, under each region's own key."""

from typing import Any

import pytest

from components.data.event_store import EventStore, EventStoreArgs
from settings import DataClass
from tests.components.data.declare import declare, regions, sites
from tests.components.site import key

GLOBAL = ("events", "subject-keys")


def tables(count: int, *, protect: bool = False) -> dict[str, dict[str, Any]]:
    def program() -> None:
        found = list(sites(count, protect=protect).values())
        EventStore("store", EventStoreArgs(sites=found, data_class=DataClass.CONFIDENTIAL, retention_days=30))

    streams = [{"regionName": region.name, "streamArn": f"stream-{region.name}"} for region in regions(count)[1:]]
    declared = declare(program, {"aws:dynamodb/table:Table": {"replicas": streams, "streamArn": "stream-home"}})
    return {one.name: one.inputs for one in declared if one.type == "aws:dynamodb/table:Table"}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_events_and_keys_are_in_every_region_and_projections_each_region_s_own(count: int) -> None:
    found, (home, *others) = tables(count, protect=True), regions(count)
    for role in GLOBAL:
        table = found.pop(f"store-{role}-table")
        assert [(one["regionName"], one["kmsKeyArn"]) for one in table.get("replicas", ())] == [
            (region.name, key(region, DataClass.CONFIDENTIAL)) for region in others
        ]
        assert table["serverSideEncryption"]["kmsKeyArn"] == key(home, DataClass.CONFIDENTIAL)
        assert table["deletionProtectionEnabled"]
        assert table["pointInTimeRecovery"]["enabled"]
    assert found.keys() == {
        f"store-{region.name}-{role}-table" for region in (home, *others) for role in ("checkpoints", "summaries")
    }
    assert not [one for one in found.values() if one.get("replicas")]
