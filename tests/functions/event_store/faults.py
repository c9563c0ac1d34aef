"""A client that dies around one of its calls, and a projection that can be poisoned."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from functions.event_store.model import Commit
from functions.event_store.summaries import Summaries

POISON = 13


class Killed(BaseException):
    """The process is gone; nothing in it could have caught this."""


class Dying:
    """A client of DynamoDB's that dies before, or after, its *call*th call from now, or lets others come before it."""

    def __init__(self, client: Any) -> None:
        self._client, self._left, self._after = client, 0, False
        self._meanwhile: Callable[[], object] | None = None
        self.exceptions = client.exceptions

    def die(self, call: int, *, after: bool) -> None:
        self._left, self._after, self._meanwhile = call, after, None

    def let(self, call: int, meanwhile: Callable[[], object]) -> None:
        """Do *meanwhile* before the *call*th call from now."""
        self._left, self._after, self._meanwhile = call, False, meanwhile

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**parameters: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                if self._meanwhile is None:
                    raise Killed
                self._meanwhile()
            answer = getattr(self._client, name)(**parameters)
            if self._left == 0 and self._after:
                raise Killed
            return answer

        return call


class Tender(Summaries):
    """Can't take a commit with a poisonous event until it is cured."""

    cured = False

    def writes(self, commits: Sequence[Commit], generation: int) -> Sequence[dict[str, Any]]:
        numbers = [event["data"].get("n") for commit in commits for event in commit.events]
        if not Tender.cured and POISON in numbers:
            raise KeyError(POISON)
        return super().writes(commits, generation)


def records(client: Any, table: str) -> list[dict[str, Any]]:
    """Return all records of *table*'s stream, as Lambda hands them over."""
    (stream,) = client.list_streams(TableName=table)["Streams"]
    shards = client.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
    found: list[dict[str, Any]] = []
    for shard in shards:
        iterator = client.get_shard_iterator(
            StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            answer = client.get_records(ShardIterator=iterator)
            found += map(_as_sent, answer["Records"])
            iterator = answer.get("NextShardIterator") if answer["Records"] else None
    return found


def _as_sent(record: Mapping[str, Any]) -> dict[str, Any]:
    change = dict(record["dynamodb"])
    if "NewImage" in change:
        change["NewImage"] = {name: _sent(value) for name, value in change["NewImage"].items()}
    return {"eventName": record["eventName"], "dynamodb": change}


def _sent(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value


def bodies(letters: Iterable[Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    return [(letter["stream"], letter["version"]) for letter in letters]
