"""Slots that nobody serves are told by shard."""

import json

import pytest

from functions._shared.shard_map import Move
from functions.rebalancer import ownership
from functions.rebalancer.watch import tell, unserved
from tests.functions.shards.fleet import Fleet


def test_slots_of_a_shard_that_is_down_or_has_let_go_of_them_are_told(
    fleet: Fleet, capsys: pytest.CaptureFixture[str]
) -> None:
    found = fleet.table.read()
    assert unserved(found, fleet.connect) == {"shard-000": 0, "shard-001": 0}
    move = Move(id="m1", source="shard-000", target="shard-002", slots=(0, 1, 2))
    with fleet.connect("shard-000") as source:
        ownership.freeze(source, move)
        assert ownership.release(source, move, 2)
    assert unserved(found, fleet.connect) == {"shard-000": 3, "shard-001": 0}
    fleet.clusters["shard-001"].stop()
    try:
        missing = unserved(found, fleet.connect)
    finally:
        fleet.clusters["shard-001"].start()
    assert missing == {"shard-000": 3, "shard-001": 8_192}
    tell("groot-staging", found, missing)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each.get("Shard"), each.get("UnservedSlots"), each.get("MovingSlots")) for each in told] == [
        ("shard-000", [3], None),
        ("shard-001", [8_192], None),
        (None, None, [0]),
    ]
    assert {each["Stack"] for each in told} == {"groot-staging"}
    assert told[0]["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "groot/shards",
            "Dimensions": [["Stack", "Shard"]],
            "Metrics": [{"Name": "UnservedSlots", "Unit": "Count"}],
        }
    ]
