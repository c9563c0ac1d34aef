"""What is done about a person in the event store: keys are marked and destroyed, events are read.

A person's events are found by reading every commit (docs/event-store.md: nothing says where a subject is): as much as a
call of the workflow's function reads in its time, after which it fails and is told.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from functions.data_subject_requests.acts import Piece
from functions.event_store.data_keys import DataKeys
from functions.event_store.destroyed import DestroyedKeys
from functions.event_store.sealing import FORGOTTEN, SEALED, opened
from functions.event_store.streams import Streams
from functions.event_store.table import Table
from functions.event_store.wire import Item, commit_of, is_commit

WITHHELD: Final = "$withheld"
"""What stands where something is of another person (GDPR Art. 15(4)), or of both."""


@dataclass(frozen=True)
class KeyActs:
    """The keys of people, which hold of them that they are there."""

    keys: DataKeys
    destroyed: DestroyedKeys
    """Where each key that is destroyed is remembered, so that a restored table loses it again."""

    def export(self, subjects: Sequence[str]) -> Iterator[Piece]:
        """Yield that there is a key, for each of *subjects* that has one."""
        for subject in filter(self.keys.is_there, subjects):
            yield {"place": subject, "at": "", "data": {"key": "what events say of you is sealed under a key of yours"}}

    def erase(self, subjects: Sequence[str]) -> str:
        """Destroy the keys that there are; of whom there is none, no mark is left either."""
        there = [each for each in subjects if self.keys.is_there(each)]
        for subject in there:
            self.keys.forget(subject, self.destroyed.note)
        return f"{len(there)} keys destroyed"

    def restrict(self, subjects: Sequence[str], *, lifts: bool) -> str:
        """Mark what is of *subjects*, wherever reads ask for that mark, or take it back."""
        there = [each for each in subjects if self.keys.is_restricted(each) == lifts]
        for subject in there:
            self.keys.restrict(subject, lifted=lifts)
        return f"{len(there)} marks {'taken back' if lifts else 'set'}"

    def left(self, subjects: Sequence[str]) -> int:
        """Return how many of *subjects* have a key."""
        return sum(map(self.keys.is_there, subjects))


@dataclass(frozen=True)
class EventActs:
    """The events, of which a person gets what is sealed under their name and what stands around it."""

    streams: Streams
    keys: DataKeys
    """That heed no mark."""

    def export(self, subjects: Sequence[str]) -> Iterator[Piece]:
        """Yield the events that speak of *subjects*, their fields opened and others' withheld."""
        own = set(subjects)

        def key(subject: str) -> bytes | None:
            return self.keys.existing(subject) if subject in own else None

        for item in everything(self.streams.table):
            if not is_commit(item):
                continue
            commit = commit_of(item)
            if not self.streams.holds(commit.stream, commit.epoch, commit.position):
                continue
            moment = datetime.fromtimestamp(commit.recorded_ms / 1000, UTC).isoformat(timespec="milliseconds")
            for offset, event in enumerate(commit.events):
                if own & set(_subjects(event["data"])):
                    data = {"type": event["type"], "data": _withheld(opened(event["data"], key), own)}
                    yield {"place": f"{commit.stream}/{commit.first + offset}", "at": moment, "data": data}


def naming(table: Table, subjects: Sequence[str]) -> int:
    """Return how many items of *table* have the name of one of *subjects* in them, in what is deflated too."""
    sought = [each.encode() for each in subjects]
    return sum(any(each in leaf for leaf in _leaves(item) for each in sought) for item in everything(table))


def everything(table: Table) -> Iterator[Item]:
    """Yield every item of *table*."""
    for page in table.client.get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True):
        yield from page["Items"]


def _subjects(value: Any) -> Iterator[str]:
    """Yield under whose names something in *value* is sealed, outermost."""
    if isinstance(value, list):
        for item in value:
            yield from _subjects(item)
    elif isinstance(value, dict):
        if SEALED in value:
            yield value[SEALED]["subject"]
        for item in value.values():
            yield from _subjects(item)


def _withheld(value: Any, own: set[str]) -> Any:
    if isinstance(value, list):
        return [_withheld(item, own) for item in value]
    if not isinstance(value, dict):
        return value
    if FORGOTTEN in value and value[FORGOTTEN]["subject"] not in own:
        return {WITHHELD: "of another person"}
    return {name: _withheld(item, own) for name, item in value.items()}


def _leaves(value: Any) -> Iterator[bytes]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name).encode()
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, bytes):
        yield value
        try:
            yield zlib.decompress(value)
        except zlib.error:
            return
    else:
        yield str(value).encode()
