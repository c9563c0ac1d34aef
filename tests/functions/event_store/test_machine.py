"""The store against a model that is plain lists: any order of calls, by processes that die at any of them.

After a death nobody knows whether the call came through, so the machine looks; what it finds must be what the call, or
nothing, would have done. Records of the stream come doubled, shuffled and in part.
"""

import itertools
import json
import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from functions.event_store import snapshots
from functions.event_store.core import END, EventStore
from functions.event_store.errors import (
    CommitIdReusedError,
    EventStoreError,
    NotArrivedError,
    NotHomeError,
    StreamNotFoundError,
    SubjectForgottenError,
    VersionConflictError,
)
from functions.event_store.model import NewEvent, Personal, Receipt, partition_of
from functions.event_store.order import after
from functions.event_store.rebuild import Rebuild
from functions.event_store.snapshots import Fold
from functions.event_store.wire import marker_key, receipt_of
from tests.functions.event_store.data_plane import AWAY, HOME, Site
from tests.functions.event_store.faults import POISON, Dying, Killed, Tender
from tests.functions.event_store.test_projections import Reader

STREAMS, SUBJECTS, PARTITIONS = ("s0", "s1", "s2", "s3"), ("ann", "bob", "cyd", "dan", "eve"), 2
FAULTS = st.none() | st.tuples(st.integers(1, 6), st.booleans())
CONTENTS = st.lists(st.tuples(st.integers(1, POISON), st.sampled_from((None, *SUBJECTS))), min_size=1, max_size=3).map(
    tuple
)
TOTAL = Fold(schema=1, initial=0, apply=lambda total, event, _version: total + event["data"]["n"])
Content = tuple[tuple[int, str | None], ...]
Fault = tuple[int, bool | Callable[[], object]] | None
"""Which call it is at; and whether the process dies after it, or before it, or what others do before it."""
_COUNTER = itertools.count()


def _event(n: int, who: str | None) -> NewEvent:
    if who is None:
        return NewEvent(type="Counted", schema=1, data={"n": n})
    personal = [Personal(subject=who, pointers=["/who/name"])]
    return NewEvent(type="Counted", schema=1, data={"n": n, "who": {"name": f"CANARY-{who}"}}, personal=personal)


class Process:
    """A process of a region, which is replaced by a fresh one when it dies."""

    def __init__(self, site: Site, region: str) -> None:
        self.site, self.region = site, region
        self.restart()

    def restart(self) -> None:
        self.seen: dict[str, int] = {}
        self.client = Dying(self.site.dynamodb)
        self.store: EventStore = self.site.worker(self.region, dynamodb=self.client)


class Machine(RuleBasedStateMachine):
    endpoint: str

    def __init__(self) -> None:
        super().__init__()
        self.site = Site(self.endpoint, f"machine{next(_COUNTER)}", partitions=PARTITIONS)
        self.reader = Reader(self.site)
        self.processes = [Process(self.site, region) for region in (HOME, HOME, AWAY)]
        self.ids = itertools.count()
        self.kept: dict[str, list[tuple[Receipt, Content]]] = defaultdict(list)
        self.sent: list[tuple[str, int, Content, str]] = []
        self.homes = dict.fromkeys(range(PARTITIONS), HOME)
        self.forgotten: set[str] = set()
        self.archived: set[tuple[str, int]] = set()

    def version(self, stream: str) -> int:
        return sum(len(content) for _, content in self.kept[stream])

    # What a process may be asked, and die of.

    def run(self, process: Process, fault: Fault, call: Callable[[], Any]) -> Any:
        """Return what *call* answers, or the Killed, or the error, that it raises."""
        at, what = fault or (0, False)
        if callable(what):
            process.client.let(at, what)
        else:
            process.client.die(at, after=what)
        try:
            return call()
        except Killed as death:
            process.restart()
            return death
        except EventStoreError as refused:
            return refused
        finally:
            process.client.die(0, after=False)

    def send(
        self, process: Process, fault: Fault, stream: str, expected: int, content: Content, commit_id: str
    ) -> None:
        new = [_event(*each) for each in content]
        answer = self.run(process, fault, lambda: process.store.append(stream, expected, new, commit_id))
        wanted = self.wanted(process.region, stream, expected, content, commit_id)
        if isinstance(answer, Killed):
            marker = self.site.events.get(marker_key(stream, commit_id))
            known = any(receipt.commit_id == commit_id for receipt, _ in self.kept[stream])
            if marker is None or known:
                assert bool(marker) == known, "what was acknowledged is there"
                return
            answer = receipt_of(marker)
        if wanted is None:
            assert isinstance(answer, Receipt), answer
            assert (answer.stream, answer.commit_id, answer.first, answer.count) == (
                stream,
                commit_id,
                expected + 1,
                len(content),
            )
            self.kept[stream].append((answer, content))
            process.seen[stream] = answer.last
        elif isinstance(wanted, Receipt):
            assert answer == wanted
        else:
            assert type(answer) is wanted, answer
            if isinstance(answer, VersionConflictError):
                assert answer.extensions["current"] == self.version(stream)

    def wanted(
        self, region: str, stream: str, expected: int, content: Content, commit_id: str
    ) -> Receipt | type[Exception] | None:
        """Return the receipt or the error that must be answered; None for a receipt that is new."""
        if self.forgotten.intersection(who for _, who in content if who):
            return SubjectForgottenError
        if self.homes[partition_of(stream, PARTITIONS)] != region:
            return NotHomeError
        for receipt, was in self.kept[stream]:
            if receipt.commit_id == commit_id:
                is_same = was == content and receipt.first == expected + 1
                return receipt if is_same else CommitIdReusedError
        return None if expected == self.version(stream) else VersionConflictError

    @rule(
        which=st.integers(0, 2),
        stream=st.sampled_from(STREAMS),
        off=st.sampled_from((0, 0, 0, 0, None, None, -1, 1)),
        content=CONTENTS,
        fault=FAULTS,
    )
    def append(self, which: int, stream: str, off: int | None, content: Content, fault: Fault) -> None:
        """Append at the stream's version, off it, or at the version that the process last knew of."""
        seen = self.processes[which].seen.get(stream, 0)
        expected = seen if off is None else max(self.version(stream) + off, 0)
        sent = (stream, expected, content, f"c{next(self.ids)}")
        self.sent.append(sent)
        self.send(self.processes[which], fault, *sent)

    @rule(
        stream=st.sampled_from(STREAMS),
        contents=st.tuples(CONTENTS, CONTENTS),
        at=st.integers(1, 4),
        moves=st.booleans(),
    )
    def race(self, stream: str, contents: tuple[Content, Content], at: int, moves: bool) -> None:
        """Append, and before one of the calls have another append at the same version, or the home move."""
        expected, (one, other) = self.version(stream), contents
        names = [f"c{next(self.ids)}" for _ in contents]
        partition = partition_of(stream, PARTITIONS)
        first = next(process for process in self.processes if process.region == self.homes[partition])

        def meanwhile() -> None:
            if moves:
                self.move(partition, False, None)
            else:
                self.send(self.processes[1], None, stream, expected, other, names[1])

        self.send(first, (at, meanwhile), stream, expected, one, names[0])

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 2), data=st.data(), other=st.none() | CONTENTS, at_end=st.booleans(), fault=FAULTS)
    def send_again(self, which: int, data: st.DataObject, other: Content | None, at_end: bool, fault: Fault) -> None:
        """Send a commit's id again, with its own content or with other, where it was or at the end."""
        stream, expected, content, commit_id = data.draw(st.sampled_from(self.sent))
        where = self.version(stream) if at_end else expected
        self.send(self.processes[which], fault, stream, where, other or content, commit_id)

    @rule(partition=st.integers(0, PARTITIONS - 1), by_successor=st.booleans(), fault=FAULTS)
    def move(self, partition: int, by_successor: bool, fault: Fault) -> None:
        old = self.homes[partition]
        new = AWAY if old == HOME else HOME
        process = next(p for p in self.processes if p.region == (new if by_successor else old))
        self.run(process, fault, lambda: process.store.commits.homes.move(partition, new))
        home = self.site.worker().commits.homes.asked(partition)
        if home.present.region == new:
            self.homes[partition] = new
            opener = self.site.worker(new).commits
            if not home.is_open:
                stream = next(s for s in STREAMS if partition_of(s, PARTITIONS) == partition)
                with pytest.raises(NotArrivedError):
                    opener.append(stream, 0, [], "x")
            opener.homes.open(partition)

    @rule(subject=st.sampled_from(SUBJECTS))
    def forget(self, subject: str) -> None:
        self.processes[0].store.forget(subject)
        self.forgotten.add(subject)
        self.site.clock.sleep(61)

    # What readers see.

    @rule(which=st.integers(0, 2), stream=st.sampled_from(STREAMS), first=st.integers(1, 9), limit=st.integers(1, 5))
    def read(self, which: int, stream: str, first: int, limit: int) -> None:
        store, whole = self.processes[which].store, self.events(stream)
        if not whole:
            with pytest.raises(StreamNotFoundError):
                store.read(stream, first)
            return
        page = store.read(stream, first, limit=limit)
        self.processes[which].seen[stream] = len(whole)
        assert [(e["version"], e["data"]) for e in page.events] == whole[first - 1 :][:limit]
        assert page.next == (first + limit if first + limit <= len(whole) else None)
        for start in (first, END):
            found = store.read(stream, start, limit=limit, backward=True).events
            assert [(e["version"], e["data"]) for e in found] == whole[:start][::-1][:limit]

    @rule(which=st.integers(0, 2), stream=st.sampled_from(STREAMS), fault=FAULTS)
    def state(self, which: int, stream: str, fault: Fault) -> None:
        process = self.processes[which]
        answer = self.run(process, fault, lambda: process.store.state(stream, TOTAL))
        if not isinstance(answer, Killed | StreamNotFoundError):
            total = sum(n for _, content in self.kept[stream] for n, _ in content)
            assert (answer.version, answer.value) == (self.version(stream), total)

    def events(self, stream: str) -> list[tuple[int, dict[str, Any]]]:
        contents = itertools.chain.from_iterable(content for _, content in self.kept[stream])
        found: list[tuple[int, dict[str, Any]]] = []
        for version, (n, who) in enumerate(contents, 1):
            name = {"$forgotten": {"subject": who}} if who in self.forgotten else f"CANARY-{who}"
            found.append((version, {"n": n, "who": {"name": name}} if who else {"n": n}))
        return found

    # What the stream leads to.

    @rule(seed=st.integers(0, 10**6), share=st.sampled_from((0.3, 1.0)), fault=FAULTS, both=st.booleans())
    def project(self, seed: int, share: float, fault: Fault, both: bool) -> None:
        """Have the stream's records projected by a worker that dies, or by two at once; and archived."""
        chance = random.Random(seed)
        found = [record for record in self.reader.records() * 2 if chance.random() < share]
        chance.shuffle(found)
        dying = Dying(self.site.dynamodb)
        if fault and both:
            dying.let(fault[0] * 3, lambda: self.reader.feed().project(found))
        elif fault:
            dying.die(fault[0] * 3, after=bool(fault[1]))
        with suppress(Killed):
            assert self.reader.feed(self.reader.worker(dying)).project(found) == []
        self.reader.feed().archive(found, lambda data: self.take(data, chance), lambda _attempt: None)

    def take(self, data: Any, chance: random.Random) -> list[dict[str, str]]:
        """Be Firehose, which takes some records and not others."""
        answers: list[dict[str, str]] = []
        for record in data:
            if chance.random() < 0.3:
                answers.append({"ErrorCode": "ServiceUnavailableException"})
                continue
            lines = [json.loads(line) for line in record["Data"].splitlines()]
            assert b"CANARY" not in record["Data"]
            self.archived.update((line["stream"], line["version"]) for line in lines)
            answers.append({"RecordId": "1"})
        return answers

    @rule(seed=st.integers(0, 3))
    def rebuild(self, seed: int) -> None:
        rebuild = Rebuild(self.reader.projector)
        if seed:
            rebuild.begin(self.reader.view.name)
        elif rebuild.generations(self.reader.view.name).building:
            rebuild.finish(self.reader.view, range(PARTITIONS))

    @rule()
    def cure_and_replay(self) -> None:
        Tender.cured = True
        self.replay()

    def replay(self) -> None:
        letters = self.reader.dead_letters
        for generation in Rebuild(self.reader.projector).generations(self.reader.view.name).all:
            for partition in range(PARTITIONS):
                for stream in letters.parked(self.reader.view, generation, partition):
                    letters.replay(self.reader.view, generation, partition, stream)

    @invariant()
    def nothing_is_projected_that_is_not_there(self) -> None:
        for generation in (1, 2):
            for stream, (version, events, _) in self.reader.seen(generation).items():
                assert version == events <= self.version(stream)

    def teardown(self) -> None:
        homes = self.site.worker().commits.homes
        for partition in range(PARTITIONS):
            entries = list(after(self.site.events, partition, homes.asked(partition), 0))
            assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
            found = [(e.commit.stream, e.commit.first) for e in entries if e.commit]
            kept = [(s, r.first) for s in STREAMS if partition_of(s, PARTITIONS) == partition for r, _ in self.kept[s]]
            assert sorted(found) == sorted(kept)
            assert sorted(found, key=lambda each: each[0]) == kept, (
                "each stream's commits are in order in the partition"
            )
        self.cure_and_replay()
        while {(s, v) for s in STREAMS for v, _ in self.events(s)} != self.archived:
            self.project(0, 1.0, None, both=False)
        rebuild = Rebuild(self.reader.projector)
        rebuild.begin(self.reader.view.name)
        active = rebuild.finish(self.reader.view, range(PARTITIONS))
        self.reader.feed().project(self.reader.records())
        self.replay()
        model = {s: (self.version(s), self.version(s), len(self.kept[s])) for s in STREAMS if self.kept[s]}
        assert self.reader.seen(active) == model
        stored = str(self.site.dynamodb.scan(TableName=self.site.events.name)["Items"])
        assert "CANARY" not in stored


def test_the_store_does_what_plain_lists_would(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LEAST_BYTES", 100)
    monkeypatch.setattr(Machine, "endpoint", endpoint, raising=False)
    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=20, stateful_step_count=40, deadline=None),
    )
