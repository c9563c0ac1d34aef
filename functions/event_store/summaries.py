"""A projection of every stream: how many events it has, of how many commits, and when the last was recorded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.errors import StreamNotFoundError
from functions.event_store.model import Commit

COUNTED: Final = ("version", "events", "commits", "recorded_ms")


@dataclass(frozen=True)
class Summaries:
    """Kept in *table*, whose key is `pk`, in this region."""

    table: str
    name: str = "summaries"

    def writes(self, commits: Sequence[Commit], generation: int) -> Sequence[dict[str, Any]]:
        """Count the commits in: one update a stream."""
        streams: dict[str, list[Commit]] = defaultdict(list)
        for commit in commits:
            streams[commit.stream].append(commit)
        return [self._update(stream, found, generation) for stream, found in streams.items()]

    def read(self, client: Any, stream: str, generation: int) -> Mapping[str, Any]:
        """Return what there is of *stream*, as far as the projection has come.

        Raises:
            StreamNotFoundError: it has come to no event of it.
        """
        item = client.get_item(TableName=self.table, Key=self.key(stream, generation)).get("Item")
        if item is None:
            raise StreamNotFoundError(stream)
        return {"stream": stream, **{name: int(item[name]["N"]) for name in COUNTED}}

    def key(self, stream: str, generation: int) -> dict[str, Any]:
        """Return the key of *stream*'s summary."""
        return {"pk": {"S": f"{self.name}@{generation}#{stream}"}}

    def _update(self, stream: str, commits: Sequence[Commit], generation: int) -> dict[str, Any]:
        last = commits[-1]
        return {
            "Update": {
                "TableName": self.table,
                "Key": self.key(stream, generation),
                "UpdateExpression": "SET version = :version, recorded_ms = :ms ADD events :events, commits :commits",
                "ExpressionAttributeValues": {
                    ":version": {"N": str(last.last)},
                    ":ms": {"N": str(last.recorded_ms)},
                    ":events": {"N": str(sum(commit.count for commit in commits))},
                    ":commits": {"N": str(len(commits))},
                },
            }
        }
