"""What is known of the rebalancing under way: kept in the table of shards after every step, so that any process may
go on where one has ended.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions._shared.shard_map import Move
from functions._shared.shard_slots import as_ranges, from_ranges
from functions._shared.shard_table import NEW, ShardTable, decoded_move, encoded_move
from functions.rebalancer.errors import BusyError, RebalancerError
from functions.rebalancer.plan import Share

KEY = {"shard": {"S": "rebalancing"}, "record": {"S": "current"}}


class Step(StrEnum):
    """What is done next, in this order for every move; each can be done again."""

    ANNOUNCE = "announce"
    """The next version of the map says what moves where."""
    EXPECT = "expect"
    """The target knows, and is empty of it."""
    PUBLISH = "publish"
    """The source makes its log available."""
    SUBSCRIBE = "subscribe"
    """The target copies."""
    FOLLOW = "follow"
    """The copy follows closely."""
    FREEZE = "freeze"
    """Writers wait."""
    DRAIN = "drain"
    """The copy has all they wrote."""
    VERIFY = "verify"
    """Counts and digests are the same."""
    RELEASE = "release"
    """The source gives the slots up: from here on a move can't be cancelled."""
    TAKE = "take"
    """The target has them."""
    SETTLE = "settle"
    """The next version of the map says so."""
    END = "end"
    """Nothing is replicated any more."""
    SWEEP = "sweep"
    """The source deletes what it had. On to the next move."""
    CANCEL = "cancel"
    """Writers go on at the source."""
    RETRACT = "retract"
    """Nothing is replicated, and the target has nothing of it."""
    WITHDRAW = "withdraw"
    """The next version of the map has no move."""
    DONE = "done"
    CANCELLED = "cancelled"


FINISHED = frozenset({Step.DONE, Step.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Rebalancing:
    """How far it is."""

    revision: int = 1
    """One more with each step: of two processes, the one that comes second stops."""
    shares: tuple[Share, ...]
    """The plan."""
    made: int = 0
    """How many of its moves have been made."""
    step: Step = Step.ANNOUNCE
    move: Move | None = None
    """The move under way, once it has been announced."""
    position: str = ""
    """In the source's log, where the writers ended."""
    tries: int = 0
    """How often the move's slots have been frozen."""
    reason: str = ""
    """Why it was cancelled."""

    def to(self, step: Step, **changes: Any) -> "Rebalancing":
        """Return the same with another step ahead."""
        return replace(self, step=step, **changes)

    def told(self) -> dict[str, Any]:
        """Return what a person wants to know."""
        return {"step": self.step, "made": self.made, "moves": len(self.shares), "reason": self.reason}


class StateTable:
    """Keeps the rebalancing beside the map."""

    def __init__(self, table: ShardTable) -> None:
        self._client, self._name = table.client, table.name

    def read(self) -> Rebalancing | None:
        """Return the rebalancing under way, or the last one; raises RebalancerError if the table doesn't answer."""
        try:
            item = self._client.get_item(TableName=self._name, Key=KEY, ConsistentRead=True).get("Item")
        except (BotoCoreError, ClientError) as fault:
            raise RebalancerError(f"{self._name} doesn't answer: {fault}") from None
        return _decoded(item) if item else None

    def write(self, state: Rebalancing, before: Rebalancing | None) -> Rebalancing:
        """Put *state* in the place of *before* and return it, as it is kept.

        Raises:
            BusyError: another process has gone on.
        """
        kept = replace(state, revision=(before.revision if before else 0) + 1)
        condition: dict[str, Any] = NEW
        if before:
            condition = {
                "ConditionExpression": "revision = :before",
                "ExpressionAttributeValues": {":before": {"N": str(before.revision)}},
            }
        try:
            self._client.put_item(TableName=self._name, Item=KEY | _encoded(kept), **condition)
        except ClientError as fault:
            if fault.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                raise BusyError("another process is rebalancing the shards: let it go on") from None
            raise RebalancerError(f"{self._name} doesn't take how far the rebalancing is: {fault}") from None
        except BotoCoreError as fault:
            raise RebalancerError(f"{self._name} doesn't answer: {fault}") from None
        return kept


def _encoded(state: Rebalancing) -> dict[str, Any]:
    item: dict[str, Any] = {
        "revision": {"N": str(state.revision)},
        "shares": {
            "L": [
                {
                    "M": {
                        "source": {"S": each.source},
                        "target": {"S": each.target},
                        "slots": {"S": as_ranges(each.slots)},
                    }
                }
                for each in state.shares
            ]
        },
        "made": {"N": str(state.made)},
        "step": {"S": state.step},
        "position": {"S": state.position},
        "tries": {"N": str(state.tries)},
        "reason": {"S": state.reason},
    }
    return item | ({"move": encoded_move(state.move)} if state.move else {})


def _decoded(item: Mapping[str, Any]) -> Rebalancing:
    return Rebalancing(
        revision=int(item["revision"]["N"]),
        shares=tuple(
            Share(
                source=share["M"]["source"]["S"],
                target=share["M"]["target"]["S"],
                slots=from_ranges(share["M"]["slots"]["S"]),
            )
            for share in item["shares"]["L"]
        ),
        made=int(item["made"]["N"]),
        step=Step(item["step"]["S"]),
        move=decoded_move(item["move"]) if "move" in item else None,
        position=item["position"]["S"],
        tries=int(item["tries"]["N"]),
        reason=item["reason"]["S"],
    )
