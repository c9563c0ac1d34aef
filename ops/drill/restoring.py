"""Restores the table of subjects' keys from a backup made a moment before, and has it lose again what was destroyed.

A subject of the drill's own is forgotten after the backup, so that the copy brings a destroyed key back, which is
what the drill is about. At the end the copy is, subject by subject, what the table itself is. Copy, backup and the
drill's own subject are taken away again; the digest of its key stays among those of destroyed keys, and says nothing
of anybody.
"""

import os
import time
import uuid
from collections.abc import Callable
from typing import Any, Final

from ops.drill.tables import KEY_BYTES, Restored, backed_up, content, digest
from ops.events.operating import Operator, Region
from ops.request import OperationError

RTO_MINUTES: Final = 60
"""What a stack's `objectives.rtoMinutes` is where it says none (`settings/objectives.py`)."""


def restore(dynamodb: Any, keys: str, region: Region, operator: Operator, now: Callable[[], float]) -> Restored:
    """Restore the table *keys*, by DynamoDB's client *dynamodb*, have *region* shred the copy, and compare the two.

    Nobody may write to the table meanwhile: what is new in it would be a difference.

    Raises:
        OperationError: the copy has nothing to destroy, so that the drill would show nothing.
    """
    mark = uuid.uuid4().hex
    subject = f"drill-{mark}"
    item = {"subject": {"S": subject}, "data_key": {"B": os.urandom(KEY_BYTES)}}
    dynamodb.put_item(TableName=keys, Item=item)
    try:
        with backed_up(dynamodb, keys, mark) as bring_back:
            region.ask({"do": "forget", "subject": subject})
            begun = now()
            copy = bring_back()
            _, again = operator.shred(region, copy)
            seconds = now() - begun
            if not again:
                raise OperationError(f"{copy} had no destroyed key, so that nothing was tried; see what {keys} has")
            found, wanted = content(dynamodb, copy), content(dynamodb, keys)
    finally:
        dynamodb.delete_item(TableName=keys, Key={"subject": {"S": subject}})
    return Restored(items=len(found), again=again, seconds=seconds, digest=digest(found), wanted=digest(wanted))


def now() -> float:
    """Return seconds of a clock that doesn't go back."""
    return time.monotonic()
