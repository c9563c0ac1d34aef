"""The record that all regions share, in a table of one region: read consistently, written if nobody has meanwhile.

It is one item, whose version goes up by one with each write. A condition on it holds for all regions since all ask the
same table: a replica of a global table would take a write that conflicts with another's (Amazon DynamoDB Developer
Guide, "Global tables - conflict resolution").
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from functions.lockstep.core import Phase, Record, Region
from functions.lockstep.errors import OvertakenError, RecordError

KEY: Final = "workload"
"""Name of the table's key (`components/delivery/lockstep_record.py`)."""


@dataclass(frozen=True)
class Held:
    """What the table held when it was asked."""

    record: Record | None
    version: int
    """0 where it held nothing."""


class RecordTable:
    """The record of *workload* in the table called *name*, which *client* asks for in its home."""

    def __init__(self, client: Any, name: str, workload: str) -> None:
        """*client* is boto3's for DynamoDB, in the table's own region."""
        self._client, self._name, self._workload = client, name, workload

    def read(self) -> Held:
        """Return what is held. Raises `RecordError`."""
        try:
            key = {KEY: {"S": self._workload}}
            item = self._client.get_item(TableName=self._name, Key=key, ConsistentRead=True).get("Item")
        except (BotoCoreError, ClientError) as fault:
            raise RecordError(f"{self._name} doesn't answer: {fault}") from None
        if item is None:
            return Held(None, 0)
        try:
            return Held(_decoded(json.loads(item["record"]["S"])), int(item["version"]["N"]))
        except (KeyError, TypeError, ValueError) as fault:
            raise RecordError(f"{self._name} holds a malformed record of {self._workload}: {fault!r}") from None

    def write(self, record: Record, before: Held) -> None:
        """Put *record* in the place of what was held *before*.

        Raises:
            OvertakenError: that isn't held any more; read again.
            RecordError: the table doesn't take it.
        """
        try:
            self._client.put_item(
                TableName=self._name,
                Item={
                    KEY: {"S": self._workload},
                    "version": {"N": str(before.version + 1)},
                    "record": {"S": json.dumps(asdict(record), sort_keys=True)},
                },
                **_unless_written(before.version),
            )
        except ClientError as fault:
            if fault.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                raise OvertakenError(f"{self._name} was written by another region meanwhile") from None
            raise RecordError(f"{self._name} doesn't take the record: {fault}") from None
        except BotoCoreError as fault:
            raise RecordError(f"{self._name} doesn't answer: {fault}") from None


def _unless_written(version: int) -> dict[str, Any]:
    if not version:
        return {"ConditionExpression": "attribute_not_exists(version)"}
    values = {":before": {"N": str(version)}}
    return {"ConditionExpression": "version = :before", "ExpressionAttributeValues": values}


def _decoded(found: Mapping[str, Any]) -> Record:
    regions = {name: Region(**region) for name, region in found["regions"].items()}
    return Record(**{**found, "phase": Phase(found["phase"]), "regions": regions})
