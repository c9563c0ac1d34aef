"""What operators ask: moves of homes, replay, rebuild, forgetting, verification; each may be asked again."""

import re
from typing import Any

import pytest

from functions.event_store.errors import MalformedError, NotHomeError, SubjectForgottenError
from functions.event_store.model import NewEvent, Personal
from functions.event_store.operations import Operations
from functions.event_store.rebuild import Rebuild
from functions.event_store.wire import marker_key, order_key
from ops.events.operating import Operator, Region
from tests.functions.event_store.data_plane import AWAY, HOME, Site
from tests.functions.event_store.faults import POISON, Tender
from tests.functions.event_store.test_commits import counted, events
from tests.functions.event_store.test_home import lost_region, replicate
from tests.functions.event_store.test_projections import Reader, fill

PARTITIONS = 8
PROJECTION = "summaries"


@pytest.fixture
def many(site: Site) -> Site:
    site.partitions = PARTITIONS
    return site


def operations(site: Site, region: str = HOME, reader: Reader | None = None) -> Operations:
    store, reader = site.worker(region), reader or Reader(site)
    return Operations(store=store, rebuild=Rebuild(reader.projector), projections={PROJECTION: reader.view})


def operator(*regions: tuple[str, Operations]) -> Operator:
    found = [Region(name=name, store=HOME, ask=each.do) for name, each in regions]
    return Operator(regions=found, tell=lambda _: None, sleep=lambda _: None)


def test_a_planned_failover_moves_every_partition_once_and_loses_nothing(many: Site) -> None:
    wanted = fill(many, 5, 2)
    both = operator((HOME, operations(many)), (AWAY, operations(many, AWAY)))
    assert both.move(AWAY) == PARTITIONS
    assert both.move(AWAY) == 0, "asked again it finds it done"
    with pytest.raises(NotHomeError):
        many.worker(HOME).append("s0", 4, events(1), "late")
    store = many.worker(AWAY)
    store.append("s0", 4, events(9), "new")
    assert {stream: len(counted(store, stream)) for stream in wanted} == dict.fromkeys(wanted, 4) | {"s0": 5}
    assert both.move(HOME) == PARTITIONS


def test_a_failover_that_stops_halfway_goes_on(many: Site) -> None:
    home, away = operations(many), operations(many, AWAY)
    home.do({"do": "move", "to": AWAY, "first": 0, "last": 3})
    both = operator((HOME, home), (AWAY, away))
    assert both.move(AWAY) == PARTITIONS - 4
    assert all(many.worker(AWAY).commits.homes.asked(each).is_open for each in range(PARTITIONS))


def test_a_lost_region_s_successor_takes_all_and_tells_what_was_refused(many: Site, endpoint: str) -> None:
    wanted = fill(many, 3, 2)
    _, copy = lost_region(many, endpoint)
    receipt = many.worker().append("s0", 4, events(9), "lost")
    heir = operations(copy, AWAY)
    alone = operator((AWAY, heir))
    assert alone.take(AWAY) == PARTITIONS
    assert alone.take(AWAY) == 0
    copy.worker(AWAY).append("s0", 4, events(1), "instead")
    replicate(many, copy)
    answer = heir.do({"do": "verify"})
    assert answer["refused"] == [f"version {receipt.first} of stream s0, of epoch 1"]
    assert answer["done"] == sum(commits for _, _, commits in wanted.values()) + 1


def test_what_was_poison_and_is_cured_is_taken_up_and_what_is_not_is_told(many: Site) -> None:
    reader = Reader(many)
    for stream in ("a", "b"):
        many.worker().append(stream, 0, events(POISON), "one")
    reader.feed().project(reader.records())
    asked = operator((HOME, operations(many, reader=reader)))
    home = asked.region(HOME)
    assert asked.replay(PROJECTION, home) == (0, ["a: KeyError", "b: KeyError"])
    Tender.cured = True
    assert asked.replay(PROJECTION, home) == (2, [])
    assert asked.replay(PROJECTION, home) == (0, [])
    assert reader.seen() == {"a": (1, 1, 1), "b": (1, 1, 1)}


def test_a_rebuild_is_read_when_it_has_everything_once(many: Site) -> None:
    wanted, reader = fill(many, 5, 3), Reader(many)
    reader.feed().project(reader.records())
    asked = operator((HOME, operations(many, reader=reader)))
    assert asked.rebuild(PROJECTION, asked.region(HOME)) == 2
    assert reader.seen(2) == wanted
    assert asked.rebuild(PROJECTION, asked.region(HOME)) == 3


def test_the_schedule_brings_what_no_record_brought(many: Site) -> None:
    wanted, reader = fill(many, 5, 3), Reader(many)
    assert operations(many, reader=reader).do({"do": "tend"}) == {"faults": []}
    assert reader.seen() == wanted


def test_a_forgotten_subject_is_forgotten_again_without_a_fault(many: Site) -> None:
    named = NewEvent(
        type="Named", schema=1, data={"name": "Ann"}, personal=[Personal(subject="ann", pointers=["/name"])]
    )
    many.worker().append("s", 0, [named], "a")
    asked = operations(many)
    for _ in range(2):
        assert asked.do({"do": "forget", "subject": "ann"}) == {"done": 1}
    assert many.worker().read("s").events[0]["data"] == {"name": {"$forgotten": {"subject": "ann"}}}
    with pytest.raises(SubjectForgottenError):
        many.worker().append("s", 1, [named], "b")


def restored(site: Site, backup: str) -> str:
    """Restore the keys' table from *backup*; return the copy's name."""
    name = f"{site.keys.name}-restored-1"
    site.dynamodb.restore_table_from_backup(TargetTableName=name, BackupArn=backup)
    return name


def test_a_restored_table_loses_again_what_was_destroyed_and_nothing_else(
    many: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.event_store.destroyed.SLICE", 2)
    people = ["ann", "bob", "cat", "dan", "eve"]
    for subject in people:
        named = NewEvent(
            type="Named", schema=1, data={"name": subject}, personal=[Personal(subject=subject, pointers=["/name"])]
        )
        many.worker().append(subject, 0, [named], "a")
    backup = many.dynamodb.create_backup(TableName=many.keys.name, BackupName="before")["BackupDetails"]["BackupArn"]
    asked = operations(many)
    for subject in ("ann", "dan", "nobody"):
        asked.do({"do": "forget", "subject": subject})
    copy = restored(many, backup)

    def keys() -> set[str]:
        return {one["subject"]["S"] for one in many.dynamodb.scan(TableName=copy)["Items"] if "data_key" in one}

    assert keys() == {*people}, "a forgetting is undone by whoever may restore"
    region = Region(name=HOME, store=HOME, ask=asked.do)
    assert operator((HOME, asked)).shred(region, copy) == (5, 2)
    assert keys() == {"bob", "cat", "eve"}
    assert operator((HOME, asked)).shred(region, copy) == (5, 0), "asked again it finds it done"
    assert many.worker().read("bob").events[0]["data"] == {"name": "bob"}


def test_what_is_remembered_of_a_destroyed_key_says_nothing_of_its_subject(many: Site) -> None:
    named = NewEvent(
        type="Named", schema=1, data={"name": "Ann"}, personal=[Personal(subject="ann", pointers=["/name"])]
    )
    many.worker().append("s", 0, [named], "a")
    operations(many).do({"do": "forget", "subject": "ann"})
    (item,) = (one for one in many.dynamodb.scan(TableName=many.events.name)["Items"] if one["pk"]["S"][0] == "d")
    assert item.keys() == {"pk", "sk"}
    assert re.fullmatch("d#[0-9a-f]{64}", item["pk"]["S"])


def test_a_key_that_is_made_while_its_subject_is_forgotten_is_known_again_too(many: Site) -> None:
    keys, other, noted = many.worker().keys, many.worker().keys, list[bytes]()

    def made_after_a_look(subject: str) -> None:
        other.of(subject)

    keys._item = made_after_a_look  # pyright: ignore[reportAttributeAccessIssue]
    keys.forget("ann", noted.append)
    assert len(noted) == 1
    assert many.worker().keys.existing("ann") is None


def test_what_is_whole_is_found_so(many: Site) -> None:
    fill(many, 5, 3)
    reader = Reader(many)
    reader.feed().project(reader.records())
    assert operations(many, reader=reader).do({"do": "verify"}) == {"done": 15, "faults": [], "refused": []}


def test_verification_finds_each_kind_of_damage(site: Site) -> None:
    site.partitions = 1
    fill(site, 1, 3)
    reader, table = Reader(site), site.events

    def faults() -> list[str]:
        return operations(site, reader=reader).do({"do": "verify"})["faults"]

    assert faults() == [], "what is young may be on its way"
    site.clock.seconds += 120
    assert faults() == [f"{PROJECTION} is at 0 of 3 in partition 0"]
    reader.projector.catch_up(reader.view, 1, 0)
    assert faults() == []
    marker = marker_key("s0", "c1")
    kept = table.get(marker)
    assert kept
    table.client.delete_item(TableName=table.name, Key=marker)
    assert faults() == ["version 3 of stream s0: its id isn't known again"]
    table.client.put_item(TableName=table.name, Item={**kept, "digest": {"B": b"other"}})
    assert faults() == ["version 3 of stream s0: its content isn't what was appended"]
    table.client.put_item(TableName=table.name, Item=kept)
    table.client.delete_item(TableName=table.name, Key=order_key(0, 1, 2))
    assert faults() == ["partition 0 is here up to 1 of 3, in a second or not at all"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"do": None},
        {"do": "drop"},
        {"do": "x" * 1_000_000},
        {"do": "verify", "first": -1},
        {"do": "verify", "first": 5, "last": 2},
        {"do": "verify", "last": 1 << 40},
        {"do": "move", "to": ""},
        {"do": "move", "to": 7},
        {"do": "move", "to": HOME},
        {"do": "replay", "projection": "none"},
        {"do": "rebuild", "projection": "; drop"},
        {"do": "forget"},
        {"do": "forget", "subject": ["ann"]},
        {"do": "forget", "subject": "a" * 1_000_000},
        {"do": "shred"},
        {"do": "shred", "table": "another"},
    ],
)
def test_what_is_not_asked_as_it_has_to_be_is_refused_in_one_line(many: Site, asked: dict[str, Any]) -> None:
    with pytest.raises(MalformedError) as told:
        operations(many).do(asked)
    assert len(str(told.value)) < 300
    assert "\n" not in str(told.value)
