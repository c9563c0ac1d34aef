"""What a batch of the table's stream leads to: projections brought up to date, commits archived.

Records are told apart here, one by one: what can't be read is told to the dead letters and stops nobody. What fails
for now is answered by number, so that Lambda sends it, and what came after it in its shard, again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.event_store.archive import NotArchivedError, PutRecords, archive
from functions.event_store.errors import DivergedError
from functions.event_store.model import Commit
from functions.event_store.projections import Projection, Projector
from functions.event_store.rebuild import Rebuild
from functions.event_store.wire import commit_of, is_commit, native

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What hears of the stream."""

    projector: Projector
    projections: Sequence[Projection]
    log: Callable[[str], None]

    def project(self, records: Sequence[Record]) -> list[str]:
        """Bring all projections up to date; return the numbers of records to be sent again."""
        commits: dict[int, dict[int, Commit]] = defaultdict(dict)
        numbers: dict[int, list[str]] = defaultdict(list)
        for number, commit in self.commits(records):
            commits[commit.partition][commit.position] = commit
            numbers[commit.partition].append(number)
        generations = {p.name: Rebuild(self.projector).generations(p.name).all for p in self.projections}
        failed: list[str] = []
        for partition, known in commits.items():
            try:
                for projection in self.projections:
                    for generation in generations[projection.name]:
                        self._catch_up(projection, generation, partition, known)
            except Exception as fault:  # noqa: BLE001 - of one partition; the others go on
                self.log(f"partition {partition} comes again: {type(fault).__name__}")
                failed += numbers[partition]
        return failed

    def archive(self, records: Sequence[Record], put: PutRecords, pause: Callable[[int], None]) -> list[str]:
        """Archive the commits of *records* (`archive.archive`); return the numbers of records to be sent again."""
        found = list(self.commits(records))
        try:
            archive([commit for _, commit in found], put, pause)
        except (NotArchivedError, BotoCoreError, ClientError) as fault:
            self.log(f"{len(found)} commits come again: {type(fault).__name__}")
            return [number for number, _ in found]
        return []

    def commits(self, records: Sequence[Record]) -> Iterator[tuple[str, Commit]]:
        """Yield the commits of *records*, each with its number in the stream."""
        for record in records:
            change = record["dynamodb"]
            if record["eventName"] != "INSERT" or not is_commit(change["Keys"]):
                continue
            try:
                commit = commit_of(native(change["NewImage"]))
            except Exception as fault:  # noqa: BLE001 - of one record; the others go on
                self.projector.bury({"record": change["Keys"], "fault": type(fault).__name__})
            else:
                yield change["SequenceNumber"], commit

    def _catch_up(self, projection: Projection, generation: int, partition: int, known: Mapping[int, Commit]) -> None:
        try:
            self.projector.catch_up(projection, generation, partition, known)
        except DivergedError as fault:  # it doesn't help to come again
            self.log(str(fault))
            self.projector.bury({"projection": projection.name, "partition": partition, "fault": "DivergedError"})
