"""Batches as CloudWatch Logs sends them."""

import base64
import gzip
import json
from typing import Any

NOON_MS = 1_796_040_000_000
"""2026-11-30T12:00Z."""


def batch(*messages: str, kind: str = "DATA_MESSAGE", first: int = 0) -> bytes:
    """Return a batch of *messages*, a second apart; their ids count on from *first*."""
    events = [
        {"id": str(first + number), "timestamp": NOON_MS + 1000 * number, "message": message}
        for number, message in enumerate(messages)
    ]
    content = {
        "messageType": kind,
        "owner": "123456789012",
        "logGroup": "/aws/rds/cluster/one/postgresql",
        "logStream": "one.0",
        "subscriptionFilters": ["siem"],
        "logEvents": events,
    }
    return gzip.compress(json.dumps(content).encode())


def records(*datas: bytes) -> dict[str, Any]:
    """Return the event of a stream with a record of each of *datas*."""
    return {
        "records": [
            {"recordId": str(number), "data": base64.b64encode(data).decode()} for number, data in enumerate(datas)
        ]
    }
