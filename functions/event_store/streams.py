"""Reads the commits of streams, passing over what a failover refused and stopping where something hasn't arrived."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from functions.event_store.errors import NotArrivedError, StreamNotFoundError
from functions.event_store.home import Homes
from functions.event_store.model import MAX_VERSION, PARTITIONS, Commit, Receipt, partition_of
from functions.event_store.table import Table
from functions.event_store.wire import commit_of


@dataclass
class Streams:
    """The streams of a table."""

    table: Table
    homes: Homes
    partitions: int = field(default=PARTITIONS, kw_only=True)

    def version(self, stream: str) -> int:
        """Return the version at which *stream* is, which is 0 before its first event."""
        last = next(self.read(stream, MAX_VERSION, backward=True, page=1), None)
        return last.last if last else 0

    def read(self, stream: str, first: int = 1, *, backward: bool = False, page: int | None = None) -> Iterator[Commit]:
        """Yield the commits of *stream* from the one with version *first* on; backward, from that one down.

        Raises:
            NotArrivedError: a commit among others that are here hasn't been replicated to this region yet.
        """
        begin = 1 if backward else self._begin(stream, first)
        end = first if backward else MAX_VERSION
        wanted = None if backward else begin
        for item in self.table.query(f"s#{stream}", _place(begin), f"{_place(end)}~", backward=backward, page=page):
            commit = commit_of(item)
            if not self._holds(commit):
                continue
            if wanted is not None and (commit.last + 1 if backward else commit.first) != wanted:
                raise NotArrivedError(f"version {wanted} of stream {stream} is not here yet; read again in a second")
            wanted = commit.first if backward else commit.last + 1
            yield commit

    def known(self, stream: str) -> None:
        """Raise StreamNotFoundError if *stream* has no events."""
        if not self.version(stream):
            raise StreamNotFoundError(stream)

    def _begin(self, stream: str, first: int) -> int:
        """Return with which version the commit begins that version *first* is in."""
        if first == 1:
            return 1
        places = self.table.query(f"s#{stream}", _place(1), f"{_place(first)}~", backward=True, page=1)
        commit = next((commit for commit in map(commit_of, places) if self._holds(commit)), None)
        return commit.first if commit and commit.last >= first else first

    def holds(self, stream: str, epoch: int, position: int) -> bool:
        """Return whether what *epoch* wrote to *stream* at *position* counts, or was refused by a failover."""
        return self.homes.of(partition_of(stream, self.partitions), knowing=epoch).holds(epoch, position)

    def _holds(self, receipt: Receipt) -> bool:
        return self.holds(receipt.stream, receipt.epoch, receipt.position)


def _place(first: int) -> str:
    return f"c#{first:016d}"
