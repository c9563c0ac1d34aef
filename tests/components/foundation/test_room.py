from functools import partial
from pathlib import Path

from tests.components.foundation.room import REGIONS, Room, declare, previewed

PEERED = {
    "groot:index:TransitPeering",
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
    "aws:ec2transitgateway/route:Route",
}


def test_everything_is_created_and_a_second_run_changes_nothing(room: Room) -> None:
    assert not room.result.failed, [*room.result.failures, *room.result.diagnostics]
    changes = room.again.changes()
    assert changes.pop("same") == room.result.changes()["create"]
    assert not any(changes.values())


def test_one_more_region_costs_as_much_as_the_one_before_but_for_the_pairwise_peerings(tmp_path: Path) -> None:
    counts = []
    for number in (1, 2, 3):
        folder = tmp_path / str(number)
        folder.mkdir()
        planned = previewed(folder, partial(declare, REGIONS[:number]))
        counts.append(sum(count for kind, count in planned.items() if kind not in PEERED))
    one, two, three = counts
    assert three - two <= two - one
