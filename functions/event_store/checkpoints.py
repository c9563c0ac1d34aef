"""How far each projection has come in each partition, and which streams it left behind; a table of this region's own.

| item | pk | sk |
| --- | --- | --- |
| checkpoint | `<projection>@<generation>#<partition>` | `at` |
| parked stream | the same | `parked#<stream>` |
| generations | `<projection>` | `generations` |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from botocore.exceptions import ClientError

from functions.event_store.errors import BusyError
from functions.event_store.table import CancelledError, Table
from functions.event_store.wire import Item

AT, PARKED = "at", "parked#"
NUMBERS: Final = ("position", "epoch", "revision")
LOOKS: Final = 10
"""A query may see half of a transaction (Amazon DynamoDB Developer Guide, "Transactions", isolation levels), so the
checkpoint says how many streams are parked, and is looked at again while there are others."""
REFUSED: Final = frozenset({"ConditionalCheckFailed", "ValidationError", "ItemCollectionSizeLimitExceeded"})
"""Why DynamoDB cancels a transaction that will never pass; the others pass another time."""


class StaleError(Exception):
    """Another worker has moved the checkpoint."""


class PoisonError(Exception):
    """A commit can't be projected, however often it is tried; the cause says why."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """Where a projection is in a partition."""

    name: str
    generation: int
    partition: int
    position: int = 0
    """Projected, with all before it."""
    epoch: int = 1
    """That wrote what is there."""
    revision: int = 0
    """Counts what changed otherwise: streams taken up again."""
    parked: Mapping[str, int] = field(default_factory=dict)
    """Version, of each stream left behind, that is next."""

    @property
    def pk(self) -> str:
        """Partition key of its items."""
        return f"{self.name}@{self.generation}#{self.partition}"


@dataclass(frozen=True)
class Checkpoints:
    """The checkpoints in a table."""

    table: Table

    def read(self, name: str, generation: int, partition: int) -> Checkpoint:
        """Return where *name* is in *partition*; at 0 when it hasn't begun.

        Raises:
            BusyError: it moved each time that it was looked at.
        """
        checkpoint = Checkpoint(name=name, generation=generation, partition=partition)
        for _ in range(LOOKS):
            numbers, parked = {"parked": 0}, dict[str, int]()
            for item in self.table.query(checkpoint.pk, AT, f"{PARKED}~"):
                if item["sk"]["S"] == AT:
                    numbers = {field: int(item[field]["N"]) for field in (*NUMBERS, "parked")}
                else:
                    parked[item["sk"]["S"].removeprefix(PARKED)] = int(item["next"]["N"])
            if numbers.pop("parked") == len(parked):
                return replace(checkpoint, **numbers, parked=parked)
        raise BusyError(partition)

    def read_all(self, name: str, generation: int, partitions: Sequence[int]) -> dict[int, Checkpoint]:
        """Return where *name* is in each of *partitions*, a hundred a call.

        Raises:
            BusyError: as `read`.
        """
        begun = {each: Checkpoint(name=name, generation=generation, partition=each) for each in partitions}
        found = self.table.get_many([{"pk": {"S": each.pk}, "sk": {"S": AT}} for each in begun.values()])
        for each, checkpoint in begun.items():
            item = found.get((checkpoint.pk, AT))
            if item and int(item["parked"]["N"]):
                begun[each] = self.read(name, generation, each)
            elif item:
                begun[each] = replace(checkpoint, **{field: int(item[field]["N"]) for field in NUMBERS})
        return begun

    def advance(
        self, checkpoint: Checkpoint, position: int, epoch: int, actions: Sequence[dict[str, Any]]
    ) -> Checkpoint:
        """Do *actions* and move *checkpoint* to *position*, in one; return the new one.

        Raises:
            StaleError: it isn't where it was.
            PoisonError: DynamoDB will never do these actions.
        """
        advanced = replace(checkpoint, position=position, epoch=epoch)
        self._transact(self._move(checkpoint, advanced), actions)
        return advanced

    def park(self, checkpoint: Checkpoint, position: int, epoch: int, stream: str, version: int) -> Checkpoint:
        """Leave *stream* behind at *version* and move *checkpoint* to *position*.

        Raises:
            StaleError: it isn't where it was.
        """
        parked = {**checkpoint.parked, stream: version}
        advanced = replace(checkpoint, position=position, epoch=epoch, parked=parked)
        marker = {**self._parked_key(checkpoint, stream), "next": {"N": str(version)}}
        put = {"Put": {"TableName": self.table.name, "Item": marker}}
        self._transact(self._move(checkpoint, advanced), [put])
        return advanced

    def take_up(
        self, checkpoint: Checkpoint, stream: str, version: int | None, actions: Sequence[dict[str, Any]]
    ) -> Checkpoint:
        """Do *actions* for parked *stream*, whose next version is then *version*; None ends its parking.

        Raises:
            StaleError, PoisonError: as `advance`.
        """
        change: dict[str, Any] = {
            "TableName": self.table.name,
            "Key": self._parked_key(checkpoint, stream),
            "ConditionExpression": "#next = :was",
            "ExpressionAttributeNames": {"#next": "next"},
            "ExpressionAttributeValues": {":was": {"N": str(checkpoint.parked[stream])}},
        }
        parked = {name: at for name, at in checkpoint.parked.items() if name != stream}
        if version is None:
            action = {"Delete": change}
        else:
            parked[stream] = version
            change["ExpressionAttributeValues"][":next"] = {"N": str(version)}
            action = {"Update": change | {"UpdateExpression": "SET #next = :next"}}
        taken = replace(checkpoint, revision=checkpoint.revision + 1, parked=parked)
        self._transact(self._move(checkpoint, taken), [action, *actions])
        return taken

    def _move(self, old: Checkpoint, new: Checkpoint) -> dict[str, Any]:
        numbers = {field: {"N": str(getattr(new, field))} for field in NUMBERS}
        numbers["parked"] = {"N": str(len(new.parked))}
        move: dict[str, Any] = {
            "TableName": self.table.name,
            "Item": {"pk": {"S": new.pk}, "sk": {"S": AT}, **numbers},
            "ConditionExpression": "#position = :position AND revision = :revision",
            "ExpressionAttributeNames": {"#position": "position"},
            "ExpressionAttributeValues": {
                ":position": {"N": str(old.position)},
                ":revision": {"N": str(old.revision)},
            },
        }
        if not old.position and not old.revision:
            move["ConditionExpression"] = "attribute_not_exists(pk)"
            del move["ExpressionAttributeNames"], move["ExpressionAttributeValues"]
        return {"Put": move}

    def _parked_key(self, checkpoint: Checkpoint, stream: str) -> Item:
        return {"pk": {"S": checkpoint.pk}, "sk": {"S": PARKED + stream}}

    def _transact(self, move: dict[str, Any], actions: Sequence[dict[str, Any]]) -> None:
        try:
            self.table.transact([move, *actions])
        except CancelledError as fault:
            if fault.failed(0):
                raise StaleError from fault
            if REFUSED.isdisjoint(fault.codes):
                raise
            raise PoisonError from fault
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "ValidationException":
                raise
            raise PoisonError from fault
