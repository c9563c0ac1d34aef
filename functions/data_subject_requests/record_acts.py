"""What is done about a person in the records: all shards are asked for what speaks of them, which an index knows.

A shard that doesn't answer stops the step, after what could be done in the others; done again, it goes on with what is
left there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from functions._shared.shard_query import Query, Record
from functions._shared.shard_router import Gathered, ShardRouter
from functions.data_subject_requests.acts import Correction, Piece
from functions.data_subject_requests.errors import BusyError, ShardsDownError
from functions.records.core import COLLECTION
from functions.records.people import corrected, own, without

PAGE: Final = 20
"""Records that each shard is asked for at a time: 5 MiB of documents at most."""
TRIES: Final = 5
"""Of one record that others keep writing."""


@dataclass(frozen=True)
class RecordActs:
    """The records of all tenants."""

    router: ShardRouter

    def export(self, subjects: Sequence[str]) -> Iterator[Piece]:
        """Yield what records say of *subjects*: documents, or the fields that are theirs by pointer.

        Raises:
            ShardsDownError: it isn't all there is.
        """
        for page in self._pages(subjects):
            _whole(page)
            for record in page.records:
                yield {"place": record.key, "at": "", "data": own(record, subjects)}

    def erase(self, subjects: Sequence[str]) -> str:
        """Delete the records that are of *subjects*, and empty their fields in those that are others' too.

        Raises:
            ShardsDownError: a shard didn't answer; what the others have is erased.
            BusyError: somebody else kept writing a record.
        """
        deleted = emptied = 0
        missing = False
        for page in self._pages(subjects):
            for record in page.records:
                gone = self._erase(record, subjects)
                deleted, emptied = deleted + (gone is None), emptied + (gone is not None)
            missing |= bool(page.missing)
        if missing:
            raise ShardsDownError("shards do not answer, so that what they have is left; the next run goes on")
        return f"{deleted} records deleted, {emptied} emptied of what was theirs"

    def rectify(self, subjects: Sequence[str], corrections: Sequence[Correction]) -> str:
        """Write *corrections* where what stands there is of *subjects*; the others are counted and left.

        Raises:
            BusyError: somebody else kept writing a record.
            ShardError: a shard didn't answer.
        """
        done = sum(self._rectify(subjects, each) for each in corrections)
        return f"{done} fields corrected, {len(corrections) - done} that are not there or not of the person left"

    def left(self, subjects: Sequence[str]) -> int:
        """Return how many records speak of *subjects*; raises ShardsDownError."""
        found = 0
        for page in self._pages(subjects):
            _whole(page)
            found += len(page.records)
        return found

    def _erase(self, record: Record, subjects: Sequence[str]) -> int | None:
        """Erase what of *record* is of *subjects*; return its new version, None if it is gone."""
        for _ in range(TRIES):
            rest = without(record, subjects)
            if rest is None and self.router.delete(COLLECTION, record.key, record.version):
                return None
            if rest and (version := self.router.put(COLLECTION, record.key, rest[0], record.version, rest[1])[0]):
                return version
            found = self.router.get(COLLECTION, record.key)
            if found is None:
                return None
            record = found
        raise BusyError("somebody keeps writing a record; ask again")

    def _rectify(self, subjects: Sequence[str], correction: Correction) -> bool:
        for _ in range(TRIES):
            record = self.router.get(COLLECTION, correction["place"])
            rest = record and corrected(record, subjects, correction["pointer"], correction["value"])
            if not record or not rest:
                return False
            if rest == record.document or self.router.put(COLLECTION, record.key, rest, record.version)[0]:
                return True
        raise BusyError("somebody keeps writing a record; ask again")

    def naming(self, subjects: Sequence[str]) -> int:
        """Return how many records have the name of one of *subjects* in them, whoever they say they speak of.

        Raises:
            ShardsDownError: nobody knows.
        """
        found, missing = self.router.mentions(subjects)
        if missing:
            raise ShardsDownError("shards do not answer, so that nobody knows what they have; ask again")
        return found

    def _pages(self, subjects: Sequence[str]) -> Iterator[Gathered]:
        after = ""
        while True:
            asked = Query(collection=COLLECTION, subjects=subjects, after=after, limit=PAGE)
            page = self.router.query(asked)
            yield page
            if len(page.records) < PAGE:
                return
            after = page.records[-1].key


def _whole(page: Gathered) -> None:
    if page.missing:
        raise ShardsDownError("shards do not answer, so that nobody knows what they have; ask again")
