"""How deliveries and what finds them are items of a table; nothing else knows their attributes.

| item | pk | sk |
| --- | --- | --- |
| endpoint that has something to send, and when it is to be looked at | `i#<shard>` | the endpoint |
| lane of an endpoint: who sends to it, and how it has answered | `e#<endpoint>` | `lane` |
| delivery | `e#<endpoint>` | `d#<id>` |
| what is to be sent, by time | `e#<endpoint>` | `p#<due>#<sequence>#<id>` |
| what isn't done of a key that is kept in order | `e#<endpoint>` | `k#<key>#<sequence>` |

The index has an item for each endpoint with something to send, however much that is: looking through all shards for
10,000 of them, at some 150 bytes each, reads 1.5 MB, which takes 366 read units (4 KB each; Amazon DynamoDB Developer
Guide, "Read consistency"); no delivery is read to find what is due. A delivery writes its endpoint's item of it once
when it comes and twice in each turn of a worker: `SHARDS` take 8,000 such writes a second, at 1,000 a partition (the
same, "Best practices for designing and using partition keys effectively").
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

from functions.event_store.wire import Item
from functions.webhooks.delivery import Delivery, Health, Outcome, State

SHARDS: Final = 8
KEPT_DAYS: Final = 30
"""How long a delivery is kept once it is done: for the log, and to be replayed."""
LAST: Final = "~"
"""Behind whatever stands in keys."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What came of one attempt, as customers read it."""

    at_ms: int
    status: int | None
    took_ms: int
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A delivery as it is kept."""

    delivery: Delivery
    ordered: bool
    """Whether its key is kept in order."""
    type: str
    """The event's."""
    attempts: Sequence[Attempt] = ()
    """Since it came, or was last replayed."""

    def tried(self, delivery: Delivery, outcome: Outcome, now_ms: int) -> "Entry":
        """Return it as *delivery*, with what came of one attempt more."""
        made = Attempt(at_ms=now_ms, status=outcome.status, took_ms=outcome.took_ms, fault=outcome.fault)
        return Entry(delivery=delivery, ordered=self.ordered, type=self.type, attempts=[*self.attempts, made])


def event_id(stream: str, version: int, recorded_ms: int) -> str:
    """Return the id of an event's deliveries: the same whenever it is asked for, and in the order of time."""
    return f"evt_{recorded_ms:013d}{sha256(f'{stream}/{version}'.encode()).hexdigest()[:16]}"


def shard(number: int) -> str:
    """Return the partition key of a shard of the index."""
    return f"i#{number}"


def index_key(endpoint: str) -> Item:
    """Return the key of *endpoint*'s item in the index."""
    return {"pk": {"S": shard(zlib.crc32(endpoint.encode()) % SHARDS)}, "sk": {"S": endpoint}}


def place(endpoint: str) -> str:
    """Return the partition key of what is *endpoint*'s."""
    return f"e#{endpoint}"


def lane_key(endpoint: str) -> Item:
    """Return the key of *endpoint*'s lane."""
    return {"pk": {"S": place(endpoint)}, "sk": {"S": "lane"}}


def delivery_key(endpoint: str, identifier: str) -> Item:
    """Return the key of a delivery."""
    return {"pk": {"S": place(endpoint)}, "sk": {"S": f"d#{identifier}"}}


def due_key(one: Delivery) -> Item:
    """Return the key by which *one* is found when it is due."""
    return {"pk": {"S": place(one.endpoint)}, "sk": {"S": f"p#{one.due_ms:016d}#{one.sequence:016d}#{one.id}"}}


def turn_key(one: Delivery) -> Item:
    """Return the key by which *one* is found to be the first of its key, or not."""
    return {"pk": {"S": place(one.endpoint)}, "sk": {"S": f"k#{one.key}#{one.sequence:016d}"}}


def delivery_item(entry: Entry, now_ms: int) -> Item:
    """Return *entry*'s delivery; once it is done, it goes by itself."""
    one = entry.delivery
    item: Item = {**delivery_key(one.endpoint, one.id), "state": {"S": one.state}, **_body(entry)}
    if one.state is not State.PENDING:
        item["expires"] = {"N": str(now_ms // 1000 + KEPT_DAYS * 24 * 3600)}
    return item


def due_item(entry: Entry) -> Item:
    """Return the item by which *entry* is found when it is due: the whole of it, so that nothing else is read."""
    return {**due_key(entry.delivery), **_body(entry)}


def turn_item(entry: Entry) -> Item:
    """Return the item by which *entry* has its turn among those of its key."""
    return {**turn_key(entry.delivery), "id": {"S": entry.delivery.id}}


def entry_of(item: Item) -> Entry:
    """Return what `delivery_item` or `due_item` was made of."""
    kept = json.loads(item["body"]["S"])
    return Entry(
        delivery=Delivery(**{**kept["delivery"], "state": State(kept["delivery"]["state"])}),
        ordered=kept["ordered"],
        type=kept["type"],
        attempts=[Attempt(**each) for each in kept["attempts"]],
    )


def health_of(item: Mapping[str, Any]) -> Health:
    """Return the health that a lane's *item* has."""
    return Health(**json.loads(item["health"]["S"])) if "health" in item else Health()


def health_text(health: Health) -> str:
    """Return *health* as a lane keeps it."""
    return json.dumps(asdict(health))


def _body(entry: Entry) -> Item:
    return {"body": {"S": json.dumps(asdict(entry))}}
