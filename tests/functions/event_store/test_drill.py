"""A drill of restoring: it shows what it is about, leaves nothing behind, and fails where the copy isn't the table."""

from collections.abc import Mapping
from typing import Any

import pytest

from functions.event_store.model import NewEvent, Personal
from ops.drill.restoring import RTO_MINUTES, restore
from ops.drill.tables import restore_subject, restore_table
from ops.events.operating import Operator, Region
from ops.request import OperationError
from settings.objectives import Objectives
from tests.functions.event_store.data_plane import HOME, Site
from tests.functions.event_store.test_operations import operations


def drilled(site: Site, ask: Any = None) -> Any:
    region = Region(name=HOME, store=HOME, ask=ask or operations(site).do, keys=site.keys.name)
    clock = iter((10.0, 12.5))
    return restore(
        site.dynamodb, site.keys.name, region, Operator(regions=[region], tell=lambda _: None), clock.__next__
    )


def left(site: Site) -> tuple[list[str], list[Any], list[str]]:
    client = site.dynamodb
    tables = [name for name in client.list_tables()["TableNames"] if name.startswith(f"{site.keys.name}-restored")]
    subjects = [one["subject"]["S"] for one in client.scan(TableName=site.keys.name)["Items"]]
    return tables, client.list_backups(TableName=site.keys.name)["BackupSummaries"], sorted(subjects)


def test_a_drill_brings_a_destroyed_key_back_loses_it_again_and_leaves_nothing(site: Site) -> None:
    for subject in ("ann", "bob"):
        named = NewEvent(
            type="Named", schema=1, data={"name": "x"}, personal=[Personal(subject=subject, pointers=["/name"])]
        )
        site.worker().append(subject, 0, [named], "a")
    site.worker().forget("bob")
    found = drilled(site)
    assert (found.items, found.again, found.seconds, found.is_same) == (3, 1, 2.5, True)
    assert left(site) == ([], [], ["ann", "bob"])


def test_a_drill_that_destroys_nothing_shows_nothing_and_says_so(site: Site) -> None:
    def idle(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"done": 0, "seen": 1, "next": None}

    with pytest.raises(OperationError, match="had no destroyed key, so that nothing was tried"):
        drilled(site, idle)
    assert left(site) == ([], [], [])


def test_a_copy_that_keeps_a_destroyed_key_is_not_what_the_table_is(site: Site) -> None:
    asked = operations(site)

    def only_says_so(what: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"done": 1, "seen": 1, "next": None} if what["do"] == "shred" else asked.do(what)

    assert not drilled(site, only_says_so).is_same


def test_a_stack_that_says_no_objective_is_held_to_the_settings_own() -> None:
    assert Objectives().rto_minutes == RTO_MINUTES


def restored_subject(site: Site, ask: Any = None) -> Any:
    region = Region(name=HOME, store=HOME, ask=ask or operations(site).do, keys=site.keys.name)
    operator = Operator(regions=[region], tell=lambda _: None)
    return restore_subject(site.dynamodb, site.keys.name, region, operator, iter((10.0, 12.5)).__next__)


def test_one_subject_comes_back_alone_and_one_that_was_forgotten_does_not(site: Site) -> None:
    found = restored_subject(site)
    assert (found.items, found.again, found.seconds, found.is_same) == (1, 1, 2.5, True)
    assert left(site) == ([], [], [])


def test_a_subject_out_of_a_copy_that_nobody_shredded_is_what_forgetting_left(site: Site) -> None:
    asked = operations(site)

    def only_says_so(what: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"done": 1, "seen": 1, "next": None} if what["do"] == "shred" else asked.do(what)

    assert restored_subject(site, only_says_so).is_same, (
        "a mark stays of whoever is forgotten, which nothing overwrites"
    )
    assert left(site) == ([], [], [])


def test_a_table_comes_back_as_it_was_when_it_was_backed_up(site: Site) -> None:
    client, name = site.dynamodb, site.keys.name
    for number in range(30):
        client.put_item(TableName=name, Item={"subject": {"S": f"s{number}"}, "data_key": {"B": bytes([number])}})
    found = restore_table(client, name, iter((1.0, 2.0)).__next__)
    assert (found.items, found.seconds, found.is_same) == (30, 1.0, True)
    tables, backups, subjects = left(site)
    assert (tables, backups, len(subjects)) == ([], [], 30)


def test_a_copy_that_lacks_an_item_is_told(site: Site) -> None:
    client, name = site.dynamodb, site.keys.name
    client.put_item(TableName=name, Item={"subject": {"S": "ann"}})

    def clock() -> float:
        pages = client.get_paginator("list_tables").paginate()
        for table in (table for page in pages for table in page["TableNames"]):
            if table.startswith(f"{name}-restored"):
                client.delete_item(TableName=table, Key={"subject": {"S": "ann"}})
        return 1.0

    class Spoiled:
        """The client, whose copies lose an item once they are there."""

        def __getattr__(self, called: str) -> Any:
            if called == "get_paginator":
                clock()
            return getattr(client, called)

    assert not restore_table(Spoiled(), name, lambda: 1.0).is_same
