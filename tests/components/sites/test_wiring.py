from components.sites.wiring import declare_sites
from tests.components.data.declare import context, declare
from tests.components.sites.room import ABROAD, HOME, Room, stack


def test_everything_is_created_and_a_second_run_changes_nothing(room: Room) -> None:
    assert not room.result.failed, [*room.result.failures, *room.result.diagnostics]
    changes = room.again.changes()
    assert changes.pop("same") == room.result.changes()["create"]
    assert not any(changes.values())


def test_the_control_region_has_keys_and_a_topic_of_its_own_where_it_is_no_active_one() -> None:
    def program() -> None:
        alone = stack(ABROAD.model_copy(update={"weight": 100}))
        sites = declare_sites(alone, context(), key_administrator_arns=[])
        assert list(sites.every) == [ABROAD.name, HOME.name]
        assert sites.home.name == ABROAD.name

    declared = declare(program)
    control = {one.type for one in declared if one.inputs.get("region") == HOME.name}
    assert control == {
        "aws:kms/key:Key",
        "aws:kms/alias:Alias",
        "aws:sns/topic:Topic",
        "aws:sns/topicPolicy:TopicPolicy",
    }
