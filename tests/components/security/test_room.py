from tests.components.security.room import Room


def test_everything_is_deployed(room: Room) -> None:
    assert [(failure.step.urn, failure.message) for failure in room.result.failures] == []
    assert not room.result.failed


def test_a_second_run_changes_nothing(room: Room) -> None:
    changes = room.again.changes()
    assert changes.pop("same") > 0
    assert set(changes.values()) == {0}


def test_what_the_emulator_cannot_hold_is_known(room: Room) -> None:
    recorded = {step.type for step in room.result.steps if step.fidelity == "recorded"}
    assert recorded == {
        "aws:lambda/invocation:Invocation",
        "aws:securityhub/findingAggregator:FindingAggregator",
        "aws:securityhub/standardsSubscription:StandardsSubscription",
    }
