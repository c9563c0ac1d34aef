"""Random runs, killed at random bytes of their journal: what comes back is what was last made durable."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sandbox.state import checkpoint
from sandbox.state.model import ResourceState
from sandbox.state.store import Store
from sandbox.values import Secret
from tests.sandbox.state.stores import open_store

Contents = tuple[list[tuple[str, bool, object]], list[tuple[str, str]]]
"""URN, deletion mark and value of each resource in order, and the pending operations' types and URNs."""


def contents(store: Store) -> Contents:
    resources = [(item.urn, item.delete, item.inputs["value"]) for item in store.resources]
    return resources, [(item.type, item.resource.urn) for item in store.pending]


def alike(one: Contents, other: Contents) -> bool:
    """Return whether two states differ in order at most: what was touched since may have moved."""
    return {item[:2]: item for item in one[0]} == {item[:2]: item for item in other[0]} and one[1] == other[1]


class Runs(RuleBasedStateMachine):
    """One stack through several runs, as the engine uses the store."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "state"
        self.store = open_store(self.folder).__enter__()
        self.open_operations: dict[int, ResourceState] = {}
        self.met: list[ResourceState] = []
        self.ranks: dict[str, int] = {}
        self.number = 0
        self.note_durable(first=True)

    def teardown(self) -> None:
        self.store.__exit__(None, None, None)
        shutil.rmtree(self.home)

    def journal_length(self, folder: Path) -> int:
        journal = folder / "demo.journal"
        return journal.stat().st_size if journal.exists() else 0

    def note_durable(self, first: bool = False) -> None:
        if first:
            self.durable: list[tuple[int, Contents]] = []
        self.durable.append((self.journal_length(self.folder), contents(self.store)))

    def living(self) -> list[ResourceState]:
        return [item for item in self.store.resources if not item.delete]

    def new(self, data: st.DataObject, secret: bool) -> ResourceState:
        self.number += 1
        urn = f"urn:pulumi:demo::sample::a:b:C::r{self.number}"
        self.ranks[urn] = data.draw(st.integers(0, 20))
        value = f"TOP-SECRET-{self.number}"
        return ResourceState(
            urn=urn,
            type="a:b:C",
            custom=True,
            inputs={"value": Secret(value) if secret else self.number},
            dependencies=self.needed(data, urn),
        )

    def needed(self, data: st.DataObject, urn: str) -> list[str]:
        """Draw what *urn* depends on: what this run has come by, of lower rank, so that there is no cycle."""
        candidates = sorted({item.urn for item in self.met if self.ranks[item.urn] < self.ranks[urn]})
        return data.draw(st.lists(st.sampled_from(candidates), min_size=1, max_size=2)) if candidates else []

    @initialize(count=st.integers(0, 5), data=st.data())
    def deploy_a_first_time(self, count: int, data: st.DataObject) -> None:
        for _ in range(count):
            self.put_new(data, secret=False)
        self.close_and_open_again()

    @rule(data=st.data(), secret=st.booleans())
    def begin_create(self, data: st.DataObject, secret: bool) -> None:
        item = self.new(data, secret)
        self.open_operations[self.store.begin("creating", item)] = item
        self.note_durable()

    @precondition(lambda self: self.open_operations)
    @rule(data=st.data(), succeeds=st.booleans())
    def end_create(self, data: st.DataObject, succeeds: bool) -> None:
        token = data.draw(st.sampled_from(sorted(self.open_operations)))
        item = self.open_operations.pop(token)
        alive = {other.urn for other in self.store.resources}
        succeeds = succeeds and set(item.dependencies) <= alive
        self.store.end(token, put=[item] if succeeds else [])
        if succeeds:
            self.met.append(item)
        self.note_durable()

    @rule(data=st.data(), secret=st.booleans())
    def put_new(self, data: st.DataObject, secret: bool) -> None:
        item = self.new(data, secret)
        self.store.put(item)
        self.met.append(item)
        self.note_durable()

    @precondition(lambda self: self.living())
    @rule(data=st.data(), in_place=st.booleans())
    def update(self, data: st.DataObject, in_place: bool) -> None:
        item = data.draw(st.sampled_from(self.living()))
        self.number += 1
        if in_place:
            item.inputs = {"value": self.number}
            self.store.rewrite(item)
        else:
            item.inputs = {"value": Secret(f"TOP-SECRET-{self.number}")}
            if item not in self.met:
                item.dependencies = self.needed(data, item.urn)
            self.store.put(item)
            self.met.append(item)
        self.note_durable()

    @precondition(lambda self: self.living())
    @rule(data=st.data())
    def mark_for_deletion(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(self.living()))
        item.delete = True
        self.store.put(item)
        self.note_durable()

    @rule(data=st.data())
    def remove_one_that_nothing_needs(self, data: st.DataObject) -> None:
        resources = self.store.resources
        needed = {urn for item in resources for urn in item.dependencies}
        if free := [item for item in resources if item.urn not in needed]:
            item = data.draw(st.sampled_from(free))
            self.store.remove(item)
            self.met = [other for other in self.met if other.seq != item.seq]
            self.note_durable()

    @precondition(lambda self: self.living())
    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(self.living()))
        if set(item.dependencies) <= {other.urn for other in self.met}:
            self.store.touch(item)
            self.met.append(item)

    @precondition(lambda self: self.store.pending)
    @rule(data=st.data())
    def clear_pending(self, data: st.DataObject) -> None:
        operation = data.draw(st.sampled_from(range(len(self.store.pending))))
        pending = self.store.pending[operation]
        self.open_operations = {
            token: item for token, item in self.open_operations.items() if item is not pending.resource
        }
        self.store.clear_pending(pending)
        self.note_durable()

    @rule()
    def close_and_open_again(self) -> None:
        before = contents(self.store)
        changed = len(self.durable) > 1
        self.store.__exit__(None, None, None)
        assert not changed or not (self.folder / "demo.journal").exists()
        self.reopen()
        now = contents(self.store)
        assert now == before if changed else alike(now, before)

    @rule(permille=st.just(1000) | st.integers(0, 1000))
    def crash_at_any_byte(self, permille: int) -> None:
        length = self.journal_length(self.folder)
        start = self.durable[0][0]
        cut = start + (length - start) * permille // 1000
        left = self.home / "left"
        shutil.copytree(self.folder, left)
        if length:
            with (left / "demo.journal").open("r+b") as journal:
                journal.truncate(cut)
        at, expected = [(at, state) for at, state in self.durable if at <= cut][-1]
        self.store.__exit__(None, None, None)
        shutil.rmtree(self.folder)
        left.rename(self.folder)
        self.reopen()
        assert contents(self.store) == expected if cut == at else alike(contents(self.store), expected)

    def reopen(self) -> None:
        self.store = open_store(self.folder).__enter__()
        self.open_operations, self.met = {}, []
        self.note_durable(first=True)

    @invariant()
    def every_resource_stands_after_what_it_needs(self) -> None:
        checkpoint.verify(self.store.export()["deployment"].get("resources", []))

    @invariant()
    def no_secret_is_on_disk_in_clear(self) -> None:
        for path in self.folder.iterdir():
            assert b"TOP-SECRET" not in path.read_bytes()


TestRuns = Runs.TestCase
TestRuns.settings = settings(max_examples=40, stateful_step_count=30)
