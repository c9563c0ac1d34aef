"""The events' table, as this region sees it: the few calls the store makes, every read a consistent one."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

from functions.event_store.wire import Item

BATCH_KEYS: Final = 100
"""Keys of one BatchGetItem (Amazon DynamoDB API Reference, "BatchGetItem")."""


class CancelledError(Exception):
    """A transaction that DynamoDB cancelled, with what it found in each action's way."""

    def __init__(self, reasons: Sequence[dict[str, Any]]) -> None:
        self.codes = [reason.get("Code", "None") for reason in reasons]
        super().__init__(", ".join(self.codes))
        self.items: list[Item | None] = [reason.get("Item") for reason in reasons]

    def failed(self, index: int) -> bool:
        """Return whether the condition of action *index* didn't hold."""
        return self.codes[index] == "ConditionalCheckFailed"


@dataclass(frozen=True)
class Table:
    """A table whose keys are `pk` and `sk`."""

    client: Any
    """Of DynamoDB, in this region."""
    name: str

    def get(self, key: Item) -> Item | None:
        """Return the item under *key*, if there is one."""
        return self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")

    def query(self, pk: str, low: str, high: str, *, backward: bool = False, page: int | None = None) -> Iterator[Item]:
        """Yield the items of *pk* whose sort keys are from *low* to *high*, in order; *page* at a time."""
        asked: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": {":pk": {"S": pk}, ":low": {"S": low}, ":high": {"S": high}},
            "ScanIndexForward": not backward,
            "ConsistentRead": True,
        }
        if page:
            asked["Limit"] = page
        if low > high:  # DynamoDB refuses to look between them
            return
        while True:
            answer = self.client.query(**asked)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def get_many(self, keys: Sequence[Item]) -> dict[tuple[str, str], Item]:
        """Return the items under *keys* that there are, by pk and sk."""
        found: dict[tuple[str, str], Item] = {}
        for begin in range(0, len(keys), BATCH_KEYS):
            left: dict[str, Any] = {self.name: {"Keys": list(keys[begin : begin + BATCH_KEYS]), "ConsistentRead": True}}
            while left:
                answer = self.client.batch_get_item(RequestItems=left)
                for item in answer["Responses"].get(self.name, ()):
                    found[item["pk"]["S"], item["sk"]["S"]] = item
                left = answer.get("UnprocessedKeys") or {}
        return found

    def put(self, item: Item, condition: str) -> dict[str, Any]:
        """Return a transaction's action that puts *item* if *condition* holds."""
        return {
            "Put": {
                "TableName": self.name,
                "Item": item,
                "ConditionExpression": condition,
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def delete(self, key: Item, held: Item) -> None:
        """Delete the item under *key* if it has the attributes *held*."""
        with suppress(self.client.exceptions.ConditionalCheckFailedException):
            self.client.delete_item(
                TableName=self.name,
                Key=key,
                ConditionExpression=" AND ".join(f"#{name} = :{name}" for name in held),
                ExpressionAttributeNames={f"#{name}": name for name in held},
                ExpressionAttributeValues={f":{name}": value for name, value in held.items()},
            )

    def transact(self, actions: Sequence[dict[str, Any]]) -> None:
        """Do all *actions* or none.

        Raises:
            CancelledError: none was done.
        """
        try:
            self.client.transact_write_items(TransactItems=list(actions))
        except ClientError as fault:
            if fault.response["Error"]["Code"] != "TransactionCanceledException":
                raise
            raise CancelledError(fault.response.get("CancellationReasons", [])) from fault
