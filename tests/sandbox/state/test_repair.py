"""What was damaged, edited or left under way, and the last way out of it."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from sandbox.state.errors import LockError, StateError
from sandbox.state.exported import read
from sandbox.state.repair import repair
from tests.sandbox.state.stores import crashed, names, open_store, resource


def edit(path: Path, change: Any) -> None:
    document = json.loads(path.read_text())
    change(document["checkpoint"]["latest"])
    path.write_text(json.dumps(document))


def test_every_bit_that_flips_is_noticed(folder: Path) -> None:
    with open_store(folder) as store:
        store.put(first := resource("first", value="a value"))
        store.put(resource("second", first))
    path = folder / "demo.json"
    whole = path.read_bytes()
    rng = random.Random(1)
    places = {*rng.sample(range(len(whole) * 8), 400), *range((len(whole) - 90) * 8, len(whole) * 8)}
    for place in places:
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises(StateError) as caught:
            open_store(folder).__enter__()
        assert "\n" not in str(caught.value)
    path.write_bytes(whole)
    with open_store(folder) as store:
        assert names(store) == ["first", "second"]


def test_a_state_without_a_checksum_is_read_and_gets_one(recorded: Path) -> None:
    path = recorded / "demo.json"
    assert "sha256" not in json.loads(path.read_text())
    with open_store(recorded) as store:
        store.put(resource("more"))
        exported = store.export()
    assert list(json.loads(path.read_text())) == ["version", "checkpoint", "sha256"]
    assert list(exported) == ["version", "deployment"], "`pulumi stack import` takes nothing else"


def test_an_edited_state_is_refused_until_it_is_taken_as_it_is(recorded: Path) -> None:
    with open_store(recorded) as store:
        store.put(resource("more", value="before"))
    path = recorded / "demo.json"
    path.write_text(path.read_text().replace("before", "after"))
    with pytest.raises(StateError, match=r"checksum differs.*demo\.json\.bak over it, or .* `groot state repair`$"):
        open_store(recorded).__enter__()
    with pytest.raises(StateError, match="checksum differs"):
        read(path, "sample", "demo")

    assert repair(recorded, "sample", "demo") == ["demo.json: edited, or damaged; taken as it is"]
    with open_store(recorded) as store:
        assert {"value": "after"} in [item.inputs for item in store.resources]
    assert repair(recorded, "sample", "demo") == []


def test_a_state_that_does_not_hold_together_is_put_right(folder: Path) -> None:
    with open_store(folder) as store:
        for item in (first := resource("first"), second := resource("second", first), resource("third", second)):
            store.put(item)

    def damage(latest: Any) -> None:
        one, two, three = latest["resources"]
        two["custom"] = "yes"
        latest["resources"] = [three, two, one, dict(one, id="again")]

    edit(folder / "demo.json", damage)
    with pytest.raises(StateError):
        open_store(folder).__enter__()
    told = "\n".join(repair(folder, "sample", "demo"))
    assert "`custom` is 'yes', expected true or false" in told
    assert "::third: dropped references to what isn't there" in told
    assert "::first, again: it stands twice" in told
    with open_store(folder) as store:
        assert sorted(names(store)) == ["first", "third"]
    assert (folder / "demo.json.before-repair").exists()


def test_operations_under_way_are_forgotten_and_a_journal_taken_up(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        store.put(resource("first"))
        store.put(resource("second"))
        store.begin("creating", resource("third"))
        left = crashed(folder, tmp_path / "left")

    told = repair(left, "sample", "demo")
    assert told[0].startswith("demo.journal: its ")
    assert "forgot that creating urn:pulumi:demo::sample::a:b:C::third had begun; look whether it is there" in told
    with open_store(left) as store:
        assert (names(store), store.pending) == (["first", "second"], [])


def test_a_journal_damaged_in_its_middle_is_followed_as_far_as_it_goes(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        for name in ("first", "second", "third"):
            store.put(resource(name))
        left = crashed(folder, tmp_path / "left")
    journal = left / "demo.journal"
    journal.write_bytes(journal.read_bytes().replace(b"id-second", b"id-socond"))
    assert repair(left, "sample", "demo") == ["demo.journal: 2 of 4 records could be followed"]
    with open_store(left) as store:
        assert names(store) == ["first"]


def test_what_cannot_be_read_at_all_gives_way_to_its_predecessor(folder: Path) -> None:
    for name in ("first", "second"):
        with open_store(folder) as store:
            store.put(resource(name))
    path = folder / "demo.json"
    path.write_bytes(path.read_bytes()[:100])
    assert repair(folder, "sample", "demo") == ["demo.json: not to be read; demo.json.bak was taken in its place"]
    with open_store(folder) as store:
        assert names(store) == ["first"]
    for file in (path, folder / "demo.json.bak"):
        file.write_text("{")
    with pytest.raises(StateError, match="restore one from a copy"):
        repair(folder, "sample", "demo")


def test_another_projects_state_and_one_in_use_are_left_alone(folder: Path) -> None:
    with open_store(folder) as store:
        store.put(resource("first"))
        with pytest.raises(LockError):
            repair(folder, "sample", "demo")
    with pytest.raises(StateError, match="holds stack 'organization/sample/demo'"):
        repair(folder, "renamed", "demo")


def test_a_renamed_project_is_told_its_former_name(folder: Path) -> None:
    from sandbox.state.store import Store
    from tests.sandbox.state import PASSPHRASE

    with open_store(folder) as store:
        store.put(resource("first"))
        store.put(resource("second"))
    with pytest.raises(StateError, match=r"'organization/sample/demo'.*; give the project its former name") as caught:
        Store(folder, "renamed", "demo", PASSPHRASE).__enter__()
    assert ".bak" not in str(caught.value)
