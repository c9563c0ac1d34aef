"""What a store keeps of a stack, and in which order."""

import json
from pathlib import Path

import pytest

from sandbox.state.errors import StateError
from sandbox.state.model import PendingOperation
from sandbox.values import Secret
from tests.sandbox.state import RECORDINGS
from tests.sandbox.state.stores import names, open_store, resource


def test_what_was_put_is_there_when_the_stack_is_opened_again(folder: Path) -> None:
    with open_store(folder) as store:
        first = resource("first", value={"a": [1, 2.5, None, True, Secret("s")]})
        store.put(first)
        store.end(store.begin("creating", resource("second")), put=[resource("second", first)])
    with open_store(folder) as store:
        assert names(store) == ["first", "second"]
        assert store.resources[0].inputs == {"value": {"a": [1, 2.5, None, True, Secret("s")]}}
        assert store.pending == []


def test_a_clean_close_leaves_a_checkpoint_its_predecessor_and_no_journal(recorded: Path) -> None:
    before = (recorded / "demo.json").read_bytes()
    with open_store(recorded) as store:
        store.put(resource("more"))
    assert sorted(item.name for item in recorded.iterdir()) == ["demo.json", "demo.json.bak", "demo.lock"]
    assert (recorded / "demo.json.bak").read_bytes() == before


def test_a_run_that_changes_nothing_writes_nothing(recorded: Path) -> None:
    before = (recorded / "demo.json").read_bytes()
    with open_store(recorded) as store:
        for item in reversed(store.resources):
            store.touch(item)
    assert (recorded / "demo.json").read_bytes() == before
    assert sorted(item.name for item in recorded.iterdir()) == ["demo.json", "demo.lock"]


def test_untouched_resources_keep_their_text_when_others_change(recorded: Path) -> None:
    def by_urn() -> dict[str, object]:
        document = json.loads((recorded / "demo.json").read_text())
        return {item["urn"]: item for item in document["checkpoint"]["latest"]["resources"]}

    before = by_urn()
    with open_store(recorded) as store:
        for item in store.resources:
            store.touch(item)
        store.put(resource("more"))
    after = by_urn()
    assert {urn: after[urn] for urn in before} == before


def test_order_is_that_of_this_run_then_the_rest_as_it_stood(folder: Path) -> None:
    with open_store(folder) as store:
        for name in ("a", "b", "c", "d"):
            store.put(resource(name))
    with open_store(folder) as store:
        a, _, c, d = store.resources
        store.touch(d)
        store.put(resource("new"))
        store.put(a)
        store.put(d)
        store.remove(c)
        assert names(store) == ["d", "new", "a", "b"]
    with open_store(folder) as store:
        assert names(store) == ["d", "new", "a", "b"]


def test_marking_a_resource_for_deletion_leaves_it_behind_what_it_depends_on(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("base")
        store.put(base)
        store.put(resource("old", base))
    with open_store(folder) as store:
        old = store.resources[1]
        old.delete = True
        store.end(store.begin("creating", resource("old")), put=[resource("old"), old])
        assert [(item.name, item.delete) for item in store.resources] == [
            ("old", False),
            ("base", False),
            ("old", True),
        ]


def test_a_rewrite_keeps_the_place(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("base")
        store.put(base)
        store.put(resource("top", base))
    with open_store(folder) as store:
        base, top = store.resources
        top.outputs = {"seen": 1}
        store.rewrite(top)
        base.outputs = {"seen": 2}
        store.rewrite(base)
        assert names(store) == ["base", "top"]
    with open_store(folder) as store:
        assert [item.outputs for item in store.resources] == [{"seen": 2}, {"seen": 1}]


def test_a_resource_that_was_found_stands_behind_what_it_refers_to(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("base")
        store.put(base)
    with open_store(folder) as store:
        store.rewrite(resource("found", base))
        store.touch(store.resources[0])
        store.put(resource("new"))
        assert names(store) == ["base", "new", "found"]
    with open_store(folder) as store:
        assert names(store) == ["base", "new", "found"]


def test_a_renamed_resource_is_followed_by_those_that_depend_on_it(folder: Path) -> None:
    with open_store(folder) as store:
        base = resource("before")
        store.put(base)
        store.put(resource("top", base))
    with open_store(folder) as store:
        renamed = store.resources[0]
        renamed.urn = renamed.urn.replace("before", "after")
        store.put(renamed)
    with open_store(folder) as store:
        assert store.resources[1].dependencies == [renamed.urn]


def test_a_state_that_would_not_hold_together_is_not_written(recorded: Path) -> None:
    before = (recorded / "demo.json").read_bytes()
    store = open_store(recorded).__enter__()
    store.put(resource("top", resource("missing")))
    with pytest.raises(StateError, match="missing"):
        store.__exit__(None, None, None)
    assert (recorded / "demo.json").read_bytes() == before


def test_an_export_is_what_the_stock_import_takes(recorded: Path) -> None:
    with open_store(recorded) as store:
        exported = store.export()
    latest = json.loads((RECORDINGS / "checkpoint.json").read_text())["checkpoint"]["latest"]
    exported["deployment"]["manifest"] = latest["manifest"]
    assert exported == {"version": 3, "deployment": latest}


def test_clearing_is_by_identity(folder: Path) -> None:
    with open_store(folder) as store:
        store.begin("creating", resource("a"))
        store.begin("creating", resource("a"))
        second = store.pending[1]
        store.clear_pending(second)
        assert [item is second for item in store.pending] == [False]
        assert isinstance(store.pending[0], PendingOperation)
