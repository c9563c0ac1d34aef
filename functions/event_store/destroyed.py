"""Keys that were destroyed are known again, so that what is restored loses them before anybody reads it.

A destroyed key is remembered by a digest of its wrapped bytes, which are as good as random: it says nothing of whose it
was, and nobody can guess what it is of. It stands in the table of the events, which is kept for as long as events are,
and is not what is restored when the keys' table is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from functions.event_store.data_keys import destroy
from functions.event_store.errors import MalformedError
from functions.event_store.table import Table
from functions.event_store.wire import destroyed_key

RESTORED: Final = "-restored-"
"""What follows the name of the keys' table in the name of a copy: no other table is gone through."""
SLICE: Final = 1_000
"""Keys that one call goes through; 10 reads of 100, and a write for each that is destroyed again."""


@dataclass(frozen=True, kw_only=True)
class Shredded:
    """What a slice of a restored table came to."""

    seen: int
    """Subjects that were looked at."""
    again: int
    """Keys that had been destroyed before, and were destroyed again."""
    next: str | None
    """Subject to go on after; None at the end."""


@dataclass(frozen=True)
class DestroyedKeys:
    """What is remembered of the keys' table *keys*, in *table*."""

    table: Table
    keys: str

    def note(self, wrapped: bytes) -> None:
        """Remember that the key whose wrapped bytes these are is destroyed."""
        self.table.client.put_item(TableName=self.table.name, Item=destroyed_key(wrapped))

    def among(self, wrapped: Collection[bytes]) -> set[bytes]:
        """Return those of *wrapped* keys that were destroyed."""
        keys = {each: destroyed_key(each) for each in wrapped}
        found = self.table.get_many(list(keys.values()))
        return {each for each, key in keys.items() if (key["pk"]["S"], key["sk"]["S"]) in found}

    def shred(self, restored: str, after: str | None) -> Shredded:
        """Go through a slice of the table *restored*, a copy of the keys' table, and destroy again what was destroyed.

        Done again it finds nothing more to do.

        Raises:
            MalformedError: it is no copy by its name, nor the table itself.
        """
        if restored != self.keys and not restored.startswith(f"{self.keys}{RESTORED}"):
            raise MalformedError(f"table must be {self.keys}, or one that was restored as {self.keys}{RESTORED}…")
        asked: dict[str, Any] = {"TableName": restored, "ConsistentRead": True, "Limit": SLICE}
        if after is not None:
            asked["ExclusiveStartKey"] = {"subject": {"S": after}}
        answer = self.table.client.scan(**asked)
        wrapped = {item["subject"]["S"]: item["data_key"]["B"] for item in answer["Items"] if "data_key" in item}
        gone = self.among({*wrapped.values()})
        again = [subject for subject, key in wrapped.items() if key in gone]
        for subject in again:
            destroy(self.table.client, restored, subject)
        last = answer.get("LastEvaluatedKey", {}).get("subject", {}).get("S")
        return Shredded(seen=len(answer["Items"]), again=len(again), next=last)
