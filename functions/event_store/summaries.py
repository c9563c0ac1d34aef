"""A projection of every stream: how many events it has, of how many commits, and when the last was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.event_store.model import Commit


@dataclass(frozen=True)
class Summaries:
    """Kept in *table*, whose key is `pk`, in this region."""

    table: str
    name: str = "summaries"

    def writes(self, commit: Commit, generation: int) -> Sequence[dict[str, Any]]:
        """Count the commit in."""
        return [
            {
                "Update": {
                    "TableName": self.table,
                    "Key": self.key(commit.stream, generation),
                    "UpdateExpression": "SET version = :version, recorded_ms = :ms ADD events :count, commits :one",
                    "ExpressionAttributeValues": {
                        ":version": {"N": str(commit.last)},
                        ":ms": {"N": str(commit.recorded_ms)},
                        ":count": {"N": str(commit.count)},
                        ":one": {"N": "1"},
                    },
                }
            }
        ]

    def key(self, stream: str, generation: int) -> dict[str, Any]:
        """Return the key of *stream*'s summary."""
        return {"pk": {"S": f"{self.name}@{generation}#{stream}"}}
