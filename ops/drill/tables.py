"""Tables of DynamoDB, their content and its digest; a table, and one subject of one, brought back from a backup."""

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from ops.events.operating import Operator, Region

KEY_BYTES: Final = 152
"""About as many as KMS wraps a data key in; a drill's own key opens nothing."""
Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a drill came to."""

    items: int
    """Items of the copy, or of what was brought back of it."""
    again: int = 0
    """Keys in the copy that had been destroyed, and were destroyed again."""
    seconds: float
    """From the call that restores until what it brings back may be read."""
    digest: str
    """SHA-256 of what is there."""
    wanted: str
    """The same of what should be there."""

    @property
    def is_same(self) -> bool:
        """Whether what came back is what should have."""
        return self.digest == self.wanted


def restore_table(dynamodb: Any, table: str, now: Callable[[], float]) -> Restored:
    """Restore *table* from a backup made a moment before, and compare the copy with what the table was then.

    Nobody may write to the table meanwhile: what is new in it would be a difference.
    """
    wanted = content(dynamodb, table)
    with backed_up(dynamodb, table, uuid.uuid4().hex) as bring_back:
        begun = now()
        found = content(dynamodb, bring_back())
        seconds = now() - begun
    return Restored(items=len(found), seconds=seconds, digest=digest(found), wanted=digest(wanted))


def restore_subject(dynamodb: Any, keys: str, region: Region, operator: Operator, now: Callable[[], float]) -> Restored:
    """Bring one subject's key, deleted by mistake from the table *keys*, back out of a copy that was shredded before.

    Another subject, forgotten after the backup, is asked for too, and is not to come back.
    """
    mark = uuid.uuid4().hex
    lost, forgotten = f"drill-lost-{mark}", f"drill-forgotten-{mark}"
    items = [{"subject": {"S": name}, "data_key": {"B": os.urandom(KEY_BYTES)}} for name in (lost, forgotten)]
    try:
        for item in items:
            dynamodb.put_item(TableName=keys, Item=item)
        with backed_up(dynamodb, keys, mark) as bring_back:
            region.ask({"do": "forget", "subject": forgotten})
            dynamodb.delete_item(TableName=keys, Key={"subject": {"S": lost}})
            wanted = [items[0], *_subjects(dynamodb, keys, [forgotten])]
            begun = now()
            copy = bring_back()
            _, again = operator.shred(region, copy)
            for item in _subjects(dynamodb, copy, [lost, forgotten]):
                _put_missing(dynamodb, keys, item)
            seconds = now() - begun
            found = _subjects(dynamodb, keys, [lost, forgotten])
    finally:
        for name in (lost, forgotten):
            dynamodb.delete_item(TableName=keys, Key={"subject": {"S": name}})
    return Restored(items=1, again=again, seconds=seconds, digest=digest(found), wanted=digest(wanted))


@contextmanager
def backed_up(dynamodb: Any, table: str, mark: str) -> Iterator[Callable[[], str]]:
    """Back *table* up; yield what restores it and returns the copy's name. Both are taken away at the end."""
    copy = f"{table}-restored-drill-{mark}"
    backup = dynamodb.create_backup(TableName=table, BackupName=f"drill-{mark}")["BackupDetails"]["BackupArn"]

    def bring_back() -> str:
        dynamodb.restore_table_from_backup(TargetTableName=copy, BackupArn=backup)
        dynamodb.get_waiter("table_exists").wait(TableName=copy)
        return copy

    try:
        yield bring_back
    finally:
        dynamodb.delete_backup(BackupArn=backup)
        _drop(dynamodb, copy)


def content(dynamodb: Any, table: str) -> Sequence[Item]:
    """Return every item of *table*."""
    pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [item for page in pages for item in page["Items"]]


def digest(items: Sequence[Item]) -> str:
    """Return the SHA-256 of *items*, whatever their order."""
    lines = sorted(json.dumps(item, sort_keys=True, default=lambda value: value.hex()) for item in items)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _subjects(dynamodb: Any, table: str, names: Sequence[str]) -> Sequence[Item]:
    found = [dynamodb.get_item(TableName=table, Key={"subject": {"S": name}}, ConsistentRead=True) for name in names]
    return [each["Item"] for each in found if "Item" in each]


def _put_missing(dynamodb: Any, table: str, item: Item) -> None:
    """Put *item* where its subject isn't known at all: whoever was forgotten, or has a newer key, stays so."""
    try:
        dynamodb.put_item(TableName=table, Item=item, ConditionExpression="attribute_not_exists(subject)")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return


def _drop(dynamodb: Any, table: str) -> None:
    try:
        dynamodb.delete_table(TableName=table)
    except dynamodb.exceptions.ResourceNotFoundException:
        return
