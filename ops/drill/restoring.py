"""Restores the table of subjects' keys from a backup made a moment before, and has it lose again what was destroyed.

A subject of the drill's own is forgotten after the backup, so that the copy brings a destroyed key back, which is
what the drill is about. At the end the copy is, subject by subject, what the table itself is. Copy, backup and the
drill's own subject are taken away again; the digest of its key stays among those of destroyed keys, and says nothing
of anybody.
"""

import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ops.events.operating import Operator, Region
from ops.request import OperationError

KEY_BYTES: Final = 152
"""About as many as KMS wraps a data key in; the drill's own key opens nothing."""
RTO_MINUTES: Final = 60
"""What a stack's `objectives.rtoMinutes` is where it says none (`settings/objectives.py`)."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a drill came to."""

    subjects: int
    """Subjects of the copy."""
    again: int
    """Keys in it that had been destroyed, and were destroyed again."""
    seconds: float
    """From the call that restores until the copy may be read."""
    digest: str
    """SHA-256 of the copy's content."""
    wanted: str
    """The same of the table's own."""

    @property
    def is_same(self) -> bool:
        """Whether the copy came to be what the table is."""
        return self.digest == self.wanted


def restore(dynamodb: Any, keys: str, region: Region, operator: Operator, now: Callable[[], float]) -> Restored:
    """Restore the table *keys*, by DynamoDB's client *dynamodb*, have *region* shred the copy, and compare the two.

    Nobody may write to the table meanwhile: what is new in it would be a difference.

    Raises:
        OperationError: the copy has nothing to destroy, so that the drill would show nothing.
    """
    mark = uuid.uuid4().hex
    subject, copy = f"drill-{mark}", f"{keys}-restored-drill-{mark}"
    item = {"subject": {"S": subject}, "data_key": {"B": os.urandom(KEY_BYTES)}}
    dynamodb.put_item(TableName=keys, Item=item)
    backup = dynamodb.create_backup(TableName=keys, BackupName=f"drill-{mark}")["BackupDetails"]["BackupArn"]
    try:
        region.ask({"do": "forget", "subject": subject})
        begun = now()
        dynamodb.restore_table_from_backup(TargetTableName=copy, BackupArn=backup)
        dynamodb.get_waiter("table_exists").wait(TableName=copy)
        _, again = operator.shred(region, copy)
        seconds = now() - begun
        if not again:
            raise OperationError(f"{copy} had no destroyed key, so that nothing was tried; see what {keys} has")
        content, wanted = _content(dynamodb, copy), _content(dynamodb, keys)
    finally:
        dynamodb.delete_backup(BackupArn=backup)
        dynamodb.delete_item(TableName=keys, Key={"subject": {"S": subject}})
        _drop(dynamodb, copy)
    return Restored(
        subjects=len(content), again=again, seconds=seconds, digest=_digest(content), wanted=_digest(wanted)
    )


def _content(dynamodb: Any, table: str) -> dict[str, Any]:
    pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return {item["subject"]["S"]: item for page in pages for item in page["Items"]}


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, default=lambda value: value.hex())
    return hashlib.sha256(text.encode()).hexdigest()


def _drop(dynamodb: Any, table: str) -> None:
    try:
        dynamodb.delete_table(TableName=table)
    except dynamodb.exceptions.ResourceNotFoundException:
        return


def now() -> float:
    """Return seconds of a clock that doesn't go back."""
    return time.monotonic()
