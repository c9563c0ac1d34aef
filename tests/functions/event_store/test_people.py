"""What requests of people come to in the event store: exported, restricted, erased, and others left as they are."""

from collections.abc import Mapping
from typing import Any

import pytest

from functions.data_subject_requests.event_acts import EventActs, KeyActs, naming
from functions.event_store.core import EventStore
from functions.event_store.data_keys import CACHE_SECONDS, DataKeys
from functions.event_store.errors import SubjectForgottenError, UnfitError
from functions.event_store.model import NewEvent, Personal
from functions.event_store.table import Table
from tests.functions.event_store.data_plane import Site


def said(who: Mapping[str, list[str]], **data: Any) -> NewEvent:
    personal = [Personal(subject=subject, pointers=pointers) for subject, pointers in who.items()]
    return NewEvent(type="Sold", schema=1, data=data, personal=personal)


@pytest.fixture
def store(site: Site) -> EventStore:
    """One in which Ann has bought of Bob, and each done something alone."""
    found = site.worker()
    both = said({"ann": ["/buyer"], "bob": ["/seller"]}, buyer="Ann", seller="Bob", price=3)
    found.append("sale", 0, [both, said({}, nobody=True)], "c1")
    found.append("ann", 0, [said({"ann": ["/mail"]}, mail="ann@example.com")], "c1")
    found.append("bob", 0, [said({"bob": ["/mail"]}, mail="bob@example.com")], "c1")
    return found


def acts(site: Site, store: EventStore) -> tuple[KeyActs, EventActs]:
    own = DataKeys(site.dynamodb, site.keys.name, site.kms, site.kms_key, site.clock.now, heeds_marks=False)
    return KeyActs(own, store.destroyed), EventActs(store.commits, own)


def read(site: Site, stream: str) -> Any:
    site.clock.sleep(CACHE_SECONDS + 1)
    return [event["data"] for event in site.worker().read(stream).events]


def test_an_export_has_what_is_of_a_person_and_withholds_what_is_of_another(site: Site, store: EventStore) -> None:
    keys, events = acts(site, store)
    assert {each["place"]: each["data"]["data"] for each in events.export(["ann"])} == {
        "sale/1": {"buyer": "Ann", "seller": {"$withheld": "of another person"}, "price": 3},
        "ann/1": {"mail": "ann@example.com"},
    }
    assert [each["place"] for each in keys.export(["ann", "nobody"])] == ["ann"]
    assert [*events.export(["nobody"])] == []


def test_one_of_two_in_one_event_is_forgotten_and_the_other_is_as_before(site: Site, store: EventStore) -> None:
    keys, events = acts(site, store)
    before = [*events.export(["bob"])]
    assert keys.left(["ann"]) == 1
    [wrapped] = [
        item["data_key"]["B"]
        for item in site.dynamodb.scan(TableName=site.keys.name)["Items"]
        if item["subject"]["S"] == "ann"
    ]
    assert keys.erase(["ann", "nobody"]) == "1 keys destroyed"
    assert store.destroyed.among([wrapped]) == {wrapped}, "so that a restored table loses it again"
    assert keys.erase(["ann", "nobody"]) == "0 keys destroyed"
    assert keys.left(["ann"]) == 0
    gone = {"$forgotten": {"subject": "ann"}}
    assert read(site, "sale")[0] == {"buyer": gone, "seller": "Bob", "price": 3}
    assert [*events.export(["bob"])] == before
    with pytest.raises(SubjectForgottenError):
        site.worker().append("ann", 1, [said({"ann": ["/mail"]}, mail="again")], "c2")
    site.worker().append("nobody", 0, [said({"nobody": ["/mail"]}, mail="new")], "c1")


def test_what_is_restricted_is_kept_and_not_read_until_the_mark_is_taken_back(site: Site, store: EventStore) -> None:
    keys, events = acts(site, store)
    keys.restrict(["ann", "later"], lifts=False)
    assert read(site, "sale")[0] == {"buyer": {"$restricted": {"subject": "ann"}}, "seller": "Bob", "price": 3}
    store.append("later", 0, [said({"later": ["/mail"]}, mail="kept")], "c1")
    assert read(site, "later") == [{"mail": {"$restricted": {"subject": "later"}}}]
    assert len([*events.export(["ann"])]) == 2, "the person is told even so"
    keys.restrict(["ann", "later"], lifts=True)
    assert read(site, "sale")[0]["buyer"] == "Ann"
    assert read(site, "later") == [{"mail": "kept"}]


def test_nobody_writes_what_only_a_mark_may_say(store: EventStore) -> None:
    with pytest.raises(UnfitError, match="may not hold"):
        store.append("s", 0, [said({}, mail={"$restricted": {"subject": "ann"}})], "c1")


def test_a_search_finds_names_in_keys_and_in_what_is_deflated(site: Site, store: EventStore) -> None:
    del store
    assert naming(Table(site.dynamodb, site.keys.name), ["ann"]) == 1
    found = naming(Table(site.dynamodb, site.events.name), ["ann"])
    assert found == 4, "her commit with its marker and its place in the order, and the sale, which is deflated"
    assert naming(Table(site.dynamodb, site.events.name), ["nobody-at-all"]) == 0
