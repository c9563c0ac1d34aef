"""Lanes: an endpoint is sent to by one worker at a time, which leases it; the index says which are to be looked at.

A lease has a number, and what is kept of a delivery is kept on the condition that the lane still has it: a worker that
was away for longer than its lease keeps nothing (fencing). A worker that dies leaves its lanes in the index, to be
looked at when their leases are over.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from functions.event_store.table import Table
from functions.event_store.wire import Item
from functions.webhooks.delivery import Health
from functions.webhooks.items import LAST, SHARDS, Entry, health_of, health_text, index_key, lane_key, place, shard

TURN_MS: Final = 30_000
"""How long a worker takes deliveries of a lane before it lets go, so that others have a turn."""
LEASE_MS: Final = 60_000
"""A turn, a request (`sending.TIMEOUT_SECONDS`) and as much again: so none is renewed."""


@dataclass(kw_only=True)
class Lane:
    """A lane that this worker has."""

    endpoint: str
    lease: int
    """Its number."""
    since_ms: int
    seen: str
    """What the index said when it was looked at last; whoever adds something says something else."""
    health: Health
    under_way: dict[str, Entry] = field(default_factory=dict)
    """By id."""
    drained: bool = False
    """Whether nothing was due when it was looked at last, and nothing has changed since."""


@dataclass(frozen=True)
class Lanes:
    """Those of a table."""

    table: Table

    def wake(self, endpoint: str, now_ms: int) -> None:
        """See to it that *endpoint* is looked at: something was added to what it is to be sent."""
        self._update(
            index_key(endpoint),
            "SET seen = :seen, next_ms = :now",
            {":seen": {"S": secrets.token_hex(8)}, ":now": {"N": str(now_ms)}},
        )

    def waiting(self, now_ms: int) -> Iterator[tuple[int, str, str]]:
        """Yield when each endpoint was to be looked at, which is now due, its name, and what the index says of it."""
        for number in range(SHARDS):
            for item in self.table.query(shard(number), " ", LAST):
                if (due := int(item["next_ms"]["N"])) <= now_ms:
                    yield due, item["sk"]["S"], item["seen"]["S"]

    def lease(self, endpoint: str, seen: str, now_ms: int) -> Lane | None:
        """Return the lane of *endpoint* as this worker's, or None if another has it."""
        found = self._update(
            lane_key(endpoint),
            "SET until_ms = :until ADD lease :one",
            {":until": {"N": str(now_ms + LEASE_MS)}, ":one": {"N": "1"}, ":now": {"N": str(now_ms)}},
            "attribute_not_exists(until_ms) OR until_ms <= :now",
        )
        if found is None:
            return None
        self._look_again(endpoint, seen, now_ms + LEASE_MS)
        lease = int(found["lease"]["N"])
        return Lane(endpoint=endpoint, lease=lease, since_ms=now_ms, seen=seen, health=health_of(found))

    def release(self, lane: Lane) -> None:
        """Let go of *lane*; the index says when it is to be looked at next, if it is."""
        first = next(self.table.query(place(lane.endpoint), "p#", f"p#{LAST}", page=1), None)
        if first:
            due = int(first["sk"]["S"].split("#")[1])
            self._look_again(lane.endpoint, lane.seen, max(due, lane.health.open_until_ms))
        else:
            self.table.delete(index_key(lane.endpoint), {"seen": {"S": lane.seen}})
        self._update(lane_key(lane.endpoint), "SET until_ms = :none", {":none": {"N": "0"}, **_lease(lane)}, HELD)

    def keep(self, lane: Lane, health: Health) -> dict[str, Any]:
        """Return the action that keeps *health*, if *lane* is still this worker's."""
        return self._action(
            lane,
            "Update",
            UpdateExpression="SET health = :health",
            ExpressionAttributeValues={":health": {"S": health_text(health)}, **_lease(lane)},
        )

    def hold(self, lane: Lane) -> dict[str, Any]:
        """Return the action that lets others be done if *lane* is still this worker's."""
        return self._action(lane, "ConditionCheck", ExpressionAttributeValues=_lease(lane))

    def _action(self, lane: Lane, kind: str, **more: Any) -> dict[str, Any]:
        named = {"TableName": self.table.name, "Key": lane_key(lane.endpoint), "ConditionExpression": HELD}
        return {kind: {**named, **more}}

    def _look_again(self, endpoint: str, seen: str, when_ms: int) -> None:
        """Say when *endpoint* is to be looked at, unless something was added since *seen*: then it is now."""
        values: Item = {":when": {"N": str(when_ms)}, ":seen": {"S": seen}}
        self._update(index_key(endpoint), "SET next_ms = :when", values, "seen = :seen")

    def _update(self, key: Item, change: str, values: Item, condition: str = "") -> Item | None:
        """Return the item after *change*, or None if *condition* doesn't hold."""
        asked: dict[str, Any] = {"ConditionExpression": condition} if condition else {}
        client = self.table.client
        try:
            return client.update_item(
                TableName=self.table.name,
                Key=key,
                UpdateExpression=change,
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
                **asked,
            )["Attributes"]
        except client.exceptions.ConditionalCheckFailedException:
            return None


HELD: Final = "lease = :lease"
"""A lane is a worker's until another has leased it, also when its time is over."""


def _lease(lane: Lane) -> Item:
    return {":lease": {"N": str(lane.lease)}}
