"""The event store: what callers append and read, by commits underneath, with personal fields sealed and opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.commits import Commits
from functions.event_store.data_keys import DataKeys
from functions.event_store.destroyed import DestroyedKeys
from functions.event_store.errors import MalformedError
from functions.event_store.model import (
    MAX_EVENTS,
    MAX_VERSION,
    Commit,
    NewEvent,
    Receipt,
    checked_name,
    checked_number,
)
from functions.event_store.sealing import opened, sealed
from functions.event_store.snapshots import Fold, Snapshots, State
from functions.event_store.upcasting import Upcasters

MAX_PAGE: Final = 1_000
"""Events of one read."""
MAX_SCHEMA: Final = 999_999


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some events of a stream, as `api/events/envelope` describes them."""

    events: Sequence[Mapping[str, Any]]
    next: int | None
    """Version to go on from, if there may be more."""


@dataclass(frozen=True)
class EventStore:
    """Streams of events."""

    commits: Commits
    keys: DataKeys
    upcast: Upcasters

    def append(self, stream: str, expected: int, events: Sequence[NewEvent], commit_id: str) -> Receipt:
        """Append *events*, all or none, to *stream*, if it is at version *expected*; see `Commits.append`.

        Raises:
            MalformedError, SubjectForgottenError, and what `Commits.append` raises.
        """
        checked_name("stream", stream)
        checked_name("commit id", commit_id)
        checked_number("expected version", expected, 0)
        if not 1 <= len(events) <= MAX_EVENTS:
            raise MalformedError(f"a commit has 1 to {MAX_EVENTS} events, not {len(events)}")
        kept = [
            {
                "type": checked_name("type", event.type),
                "schema": checked_number("schema", event.schema, 1, MAX_SCHEMA),
                "data": sealed(event.data, event.personal, f"{stream}/{commit_id}/{index}", self.keys.of),
            }
            for index, event in enumerate(events)
        ]
        return self.commits.append(stream, expected, kept, commit_id)

    def read(self, stream: str, first: int = 1, *, limit: int = 100, backward: bool = False) -> Page:
        """Return up to *limit* events of *stream* from version *first* on; backward, from *first* down.

        Backward from `MAX_VERSION` begins at the end. Fields of forgotten subjects read `{"$forgotten": …}`.

        Raises:
            MalformedError, StreamNotFoundError, UnknownSchemaError, SealBrokenError, NotArrivedError.
        """
        checked_name("stream", stream)
        checked_number("from", first, 1)
        checked_number("limit", limit, 1, MAX_PAGE)
        events: list[Mapping[str, Any]] = []
        for commit in self.commits.read(stream, first, backward=backward, page=limit + 1):
            found = self._envelopes(commit)
            events += [
                event
                for event in (reversed(found) if backward else found)
                if (event["version"] <= first if backward else event["version"] >= first)
            ]
            if len(events) > limit:
                return Page(events=events[:limit], next=events[limit]["version"])
        if not events:
            self.commits.known(stream)
        return Page(events=events, next=None)

    def state(self, stream: str, fold: Fold) -> State:
        """Return what *stream* came to, personal fields opened; see `Snapshots.read`.

        Raises:
            StreamNotFoundError, UnknownSchemaError, SealBrokenError, NotArrivedError.
        """
        checked_name("stream", stream)
        state = Snapshots(self.commits, self.upcast).read(stream, fold)
        if not state.version:
            self.commits.known(stream)
        value = opened(state.value, self.keys.existing)
        return State(version=state.version, value=value, read_events=state.read_events)

    def forget(self, subject: str) -> None:
        """Destroy *subject*'s key: no field sealed under it can be read again, wherever it was copied."""
        self.keys.forget(checked_name("subject", subject), self.destroyed.note)

    @property
    def destroyed(self) -> DestroyedKeys:
        """The keys that were destroyed."""
        return DestroyedKeys(self.commits.table, self.keys.table)

    def _envelopes(self, commit: Commit) -> list[dict[str, Any]]:
        return [
            {
                "stream": commit.stream,
                "version": commit.first + offset,
                "type": event["type"],
                "schema": event["schema"],
                "data": opened(event["data"], self.keys.existing),
                "commit_id": commit.commit_id,
                "partition": commit.partition,
                "position": commit.position,
                "epoch": commit.epoch,
                "recorded_ms": commit.recorded_ms,
            }
            for offset, event in enumerate(map(self.upcast, commit.events))
        ]


END: Final = MAX_VERSION
"""Where a backward read begins that begins at the end."""
