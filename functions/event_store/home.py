"""Which region writes a partition's streams, and how that moves: epochs, each with a home and a first position.

A region's copy of the table is consistent in itself and hears of the others a moment later (Amazon DynamoDB Developer
Guide, "Global tables", multi-Region eventual consistency), so that nothing can stop a lost region from writing on. What
is written is fenced instead: every append holds in one transaction that the partition's home is this region in this
epoch; epochs are part of the keys, so that copies never overwrite each other; and an epoch ends where the next begins.
Commits beyond that end were refused by the failover: readers pass them over, and `refused` lists them.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from functions.event_store.epochs import Epoch, Home
from functions.event_store.errors import NotArrivedError, NotHomeError
from functions.event_store.order import after, place, tail
from functions.event_store.table import BATCH_KEYS, CancelledError, Table
from functions.event_store.wire import Item, order_key

CACHE_SECONDS: Final = 5.0
"""For how long a reader may not know of a failover that has reached this region; writers know at once."""


@dataclass
class Homes:
    """The homes of all partitions, as *region* knows them."""

    table: Table
    region: str
    founding_region: str
    """Home of whatever never moved."""
    now: Callable[[], float]
    """Seconds, of any clock that doesn't go back."""
    _known: dict[int, tuple[float, Home]] = field(default_factory=dict, init=False)
    _wanted: set[int] = field(default_factory=set, init=False)
    """Whose homes were of use since they were asked for."""

    def of(self, partition: int, *, knowing: int = 0) -> Home:
        """Return *partition*'s home; asks again when it is old, or doesn't know of epoch *knowing*.

        What else is of use is asked for in the same call, so that of many reads one alone waits for a second answer.
        """
        asked_at, home = self._known.get(partition, (0.0, None))
        if home is None or home.present.number < knowing:
            home = self.asked(partition)
        elif self.now() - asked_at > CACHE_SECONDS:
            together = [partition, *itertools.islice(self._wanted - {partition}, BATCH_KEYS - 1)]
            self._wanted.difference_update(together)
            home = self.asked_all(together)[partition]
        self._wanted.add(partition)
        return home

    def asked(self, partition: int) -> Home:
        """Return *partition*'s home as the table has it now."""
        return self._learn(partition, self.table.get(_key(partition)))

    def asked_all(self, partitions: Sequence[int]) -> dict[int, Home]:
        """Return the homes of *partitions* as the table has them now, a hundred a call."""
        found = self.table.get_many([_key(partition) for partition in partitions])
        return {each: self._learn(each, found.get((f"h#{each}", "home"))) for each in partitions}

    def _learn(self, partition: int, item: Item | None) -> Home:
        home = _read(item) if item else Home((Epoch(number=1, region=self.founding_region, since=1),), is_open=True)
        self._known[partition] = (self.now(), home)
        return home

    def writable(self, partition: int) -> Epoch:
        """Return the epoch in which this region writes *partition*.

        Raises:
            NotHomeError: another region does.
            NotArrivedError: this one will, once it has all that the last one wrote.
        """
        home = self.of(partition)
        if home.present.region != self.region or not home.is_open:
            home = self.asked(partition)
        epoch = home.present
        if epoch.region != self.region:
            raise NotHomeError(partition, self.region, epoch.number, epoch.region)
        if not home.is_open:
            raise NotArrivedError(f"partition {partition} moved to {self.region} and is not open yet; run open on it")
        return epoch

    def fence(self, partition: int, epoch: Epoch) -> dict[str, Any]:
        """Return a transaction's action that holds only while *epoch* is the present one, and open."""
        condition = "epoch = :epoch AND is_open = :open"
        check: dict[str, Any] = {
            "TableName": self.table.name,
            "Key": _key(partition),
            "ConditionExpression": condition,
            "ExpressionAttributeValues": {":epoch": {"N": str(epoch.number)}, ":open": {"BOOL": True}},
        }
        if epoch.number == 1:
            check["ConditionExpression"] = "attribute_not_exists(pk)"
            del check["ExpressionAttributeValues"]
        return {"ConditionCheck": check}

    def move(self, partition: int, region: str, *, verified: int = 0) -> Epoch:
        """Let *region* be *partition*'s home from the next position on, and return its epoch.

        Run in the present home, nothing is lost: the new one is opened (`open`) once it has everything. Run in *region*
        itself because the home is lost, it opens at once, after the last commit that arrived with all before it.
        Positions up to *verified* are known to be here (a projection's checkpoint, say), which saves looking.

        Raises:
            NotHomeError: this region is neither.
            NotArrivedError: another move came first; look at the home again.
        """
        home = self.asked(partition)
        present = home.present
        if self.region not in (present.region, region) or not (home.is_open or self.region == region):
            raise NotHomeError(partition, self.region, present.number, present.region)
        is_planned = present.region == self.region and home.is_open
        last = tail(self.table, partition, present) if is_planned else self.arrived(partition, home, verified)
        epoch = Epoch(number=present.number + 1, region=region, since=last + 1)
        moved = Home((*home.epochs, epoch), is_open=region == self.region)
        condition = "attribute_not_exists(pk)" if present.number == 1 else "epoch = :epoch"
        put = self.table.put(_item(partition, moved), condition)
        if present.number > 1:
            put["Put"]["ExpressionAttributeValues"] = {":epoch": {"N": str(present.number)}}
        # An append that came in between has taken the old epoch's next place, and the move is to be asked for again.
        blocked = {**order_key(partition, present.number, epoch.since), "moved": {"N": str(epoch.number)}}
        begun = {**order_key(partition, epoch.number, epoch.since), "moved": {"N": str(epoch.number)}}
        actions = [put, self.table.put(begun, "attribute_not_exists(pk)")]
        if is_planned:
            actions.append(self.table.put(blocked, "attribute_not_exists(pk)"))
        try:
            self.table.transact(actions)
        except CancelledError:
            raise NotArrivedError(f"partition {partition} changed while it moved; move it again") from None
        self._known.pop(partition)
        return epoch

    def open(self, partition: int, *, verified: int = 0) -> Epoch:
        """Take writes here, all of the last home's having arrived; return the epoch.

        Raises:
            NotHomeError: the partition didn't move here.
            NotArrivedError: something is still on its way; try again in a second.
        """
        home = self.asked(partition)
        epoch = home.present
        if epoch.region != self.region:
            raise NotHomeError(partition, self.region, epoch.number, epoch.region)
        if not home.is_open:
            last = self.arrived(partition, home, verified)
            if last < epoch.since:
                raise NotArrivedError(f"partition {partition} is here up to {last} of {epoch.since}; try again")
            self.table.client.put_item(
                TableName=self.table.name,
                Item=_item(partition, Home(home.epochs, is_open=True)),
                ConditionExpression="epoch = :epoch",
                ExpressionAttributeValues={":epoch": {"N": str(epoch.number)}},
            )
            self._known.pop(partition)
        return epoch

    def arrived(self, partition: int, home: Home, verified: int = 0) -> int:
        """Return the last position that is here with all before it, from *verified* on."""
        for entry in after(self.table, partition, home, verified):
            verified = entry.position
        return verified

    def refused(self, partition: int) -> Iterator[tuple[int, int, str, int]]:
        """Yield epoch, position, stream and first version of each commit that a failover left out of the order."""
        home = self.asked(partition)
        for epoch in home.epochs[:-1]:
            end = home.end(epoch.number)
            for item in self.table.query(f"o#{partition}", place(epoch.number, end or 0), place(epoch.number)):
                if "stream" in item:
                    position = int(item["sk"]["S"].partition("#")[2])
                    yield epoch.number, position, item["stream"]["S"], int(item["first"]["N"])


def _key(partition: int) -> Item:
    return {"pk": {"S": f"h#{partition}"}, "sk": {"S": "home"}}


def _item(partition: int, home: Home) -> Item:
    history = [
        {"M": {"number": {"N": str(e.number)}, "region": {"S": e.region}, "since": {"N": str(e.since)}}}
        for e in home.epochs
    ]
    present = home.present
    facts = {"epoch": {"N": str(present.number)}, "region": {"S": present.region}, "is_open": {"BOOL": home.is_open}}
    return {**_key(partition), **facts, "epochs": {"L": history}}


def _read(item: Item) -> Home:
    return Home(
        tuple(
            Epoch(number=int(e["M"]["number"]["N"]), region=e["M"]["region"]["S"], since=int(e["M"]["since"]["N"]))
            for e in item["epochs"]["L"]
        ),
        is_open=item["is_open"]["BOOL"],
    )
