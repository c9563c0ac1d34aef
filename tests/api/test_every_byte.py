"""A subject is forgotten, and every byte that a running stack keeps is searched: it is as the catalogue says."""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from governance.loading import load
from ops.functions.standing import standing
from ops.privacy.needle import Needle
from ops.privacy.search import Looked, search
from tests.api.caller import Caller
from tests.api.waiting import until
from tests.conftest import Deployed

UNREAD = {"records", "event-deliveries", "log-search", "log-deliveries"}
"""Stores that may hold something of people, and of which the sandbox has no content or nothing that reads it."""


class Person:
    """A subject with something that only an event says of it."""

    def __init__(self, name: str) -> None:
        mark = uuid.uuid4().hex[:12]
        self.subject, self.stream = f"{name}-{mark}", f"profile-{uuid.uuid4().hex[:12]}"
        self.email, self.street = f"{name}.{mark}@example.com", f'{mark} "Rue de l\'Église" 7'

    def plant(self, caller: Caller) -> None:
        personal = [{"subject": self.subject, "pointers": ["/email", "/home/street"]}]
        data = {"email": self.email, "home": {"street": self.street, "country": "FR"}}
        assert caller.append(self.stream, 0, "c1", data, personal=personal).status == 201

    def key(self, deployed: Deployed) -> Mapping[str, Any]:
        [table] = [each for each in deployed.resources if each.name == "event-store-subject-keys-table"]
        found = deployed.client("dynamodb").get_item(
            TableName=table.outputs["name"], Key={"subject": {"S": self.subject}}
        )
        return found["Item"]


def everywhere(deployed: Deployed, *sought: Needle) -> Mapping[str, Looked]:
    found = search(load(), deployed.resources, sought, lambda region: lambda service: deployed.client(service, region))
    return {each.name: each for each in found}


def places(found: Mapping[str, Looked]) -> dict[str, set[str]]:
    """Return where something was found, by store, without the resource's name."""
    return {name: {place.rpartition(": ")[2] for place in each.places} for name, each in found.items() if each.places}


@pytest.fixture(scope="module")
def people(staging: Deployed, caller: Caller) -> tuple[Person, Person]:
    """Two of whom events speak, which have come to the archive."""
    ann, bob = Person("ann"), Person("bob")
    for each in (ann, bob):
        each.plant(caller)
    for each in (ann, bob):
        arrived = until(
            lambda each=each: places(everywhere(staging, Needle.of(each.subject))),
            lambda found: {"events", "event-archive"} <= found.keys(),
        )
        assert {"events", "event-archive", "subject-keys"} <= arrived.keys()
    return ann, bob


def forget(caller: Caller, person: Person) -> None:
    [operate] = [
        each
        for each in standing(caller.deployed.resources)
        if each.folder == "event_store" and each.component.endswith("-operations") and each.region == caller.region
    ]
    asked = json.dumps({"do": "forget", "subject": person.subject})
    answer = caller.client("lambda").invoke(FunctionName=operate.name, Qualifier=operate.alias, Payload=asked)
    assert json.loads(answer["Payload"].read()) == {"done": 1}


def test_one_of_two_is_forgotten_in_every_byte_and_the_other_is_as_before(
    staging: Deployed, caller: Caller, people: tuple[Person, Person], emulator_home: Path
) -> None:
    ann, bob = people
    said = [Needle.of(text) for each in people for text in (each.email, each.street)]
    keys = {each: Needle(each.key(staging)["data_key"]["B"]) for each in people}
    before = caller.read(bob.stream).body
    assert before["events"][0]["data"]["email"] == bob.email
    assert places(everywhere(staging, keys[ann]))["subject-keys"] >= {"item"}

    forget(caller, ann)
    gone = {"$forgotten": {"subject": ann.subject}}
    hers = until(
        lambda: caller.read(ann.stream).body["events"][0]["data"], lambda data: data["email"] == gone
    )  # a process may know a key for a minute
    assert hers == {"email": gone, "home": {"street": gone, "country": "FR"}}

    found = everywhere(staging, *said)
    assert places(found) == {}, "what was sealed stands nowhere in clear"
    assert sum(each.bytes_read for each in found.values()) > 10_000
    assert {name for name, each in found.items() if each.unread and each.may_hold} >= UNREAD
    assert places(everywhere(staging, keys[ann])) == {"subject-keys": {"stream"}}, "for a day, as the catalogue says"
    named = everywhere(staging, Needle.of(ann.subject))
    assert [each.name for each in named.values() if each.denied] == []
    files = [path for path in emulator_home.rglob("*") if path.is_file()]
    assert [path for path in files if any(each.within(path.read_bytes()) for each in said)] == []

    assert caller.read(bob.stream).body == before
    assert "item" in places(everywhere(staging, keys[bob]))["subject-keys"]


def test_a_catalogue_that_denies_what_a_store_holds_is_found_out(
    staging: Deployed, people: tuple[Person, Person]
) -> None:
    catalogue = load()
    spoiled = catalogue.stores["events"].model_copy(update={"holds": ()})
    lying = type(catalogue)(
        activities=catalogue.activities,
        rights=catalogue.rights,
        stores={**catalogue.stores, "events": spoiled},
        fields=catalogue.fields,
    )
    found = search(
        lying,
        staging.resources,
        [Needle.of(people[0].subject)],
        lambda region: lambda service: staging.client(service, region),
    )
    assert [each.name for each in found if each.denied] == ["events"]
