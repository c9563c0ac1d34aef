"""The `eventsourcing` library's side of `bench.events`: `side.py ENDPOINT STREAMS COMMITS EVENTS`, in its environment.

Its DynamoDB extension puts each event as an item of its own by BatchWriteItem, without any condition, and reads by
eventually consistent queries; it has no order across streams (`select_notifications` isn't implemented).
"""

import json
import os
import sys
import time
import uuid
from typing import Any
from uuid import UUID

import boto3
from eventsourcing.application import Application  # pyright: ignore[reportMissingImports] - of another environment
from eventsourcing.domain import Aggregate, event  # pyright: ignore[reportMissingImports]


class Counter(Aggregate):
    """What is counted."""

    @event("Counted")
    def count(self, n: int, note: str) -> None:
        """Take one event."""
        self.n = n
        self.note = note


def main(endpoint: str, streams: int, commits: int, events: int) -> dict[str, float]:
    """Append, read, and build a view anew; return the events of each a second."""
    table = f"library-{uuid.uuid4()}"
    os.environ |= {
        "PERSISTENCE_MODULE": "eventsourcing_dynamodb",
        "DYNAMO_ENDPOINT_URL": endpoint,
        "DYNAMO_TABLE": table,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    client = boto3.client("dynamodb", endpoint_url=endpoint)
    _create(client, table, ("originator_id", "S"), ("originator_version", "N"))
    _create(client, f"{table}-view", ("pk", "S"))
    application, ids = Application(), [uuid.uuid4() for _ in range(streams)]
    counters = [Counter() for _ in ids]
    for counter in counters:
        application.save(counter)
    total = streams * commits * events
    begun = time.perf_counter()
    for n in range(commits):
        for counter in counters:
            for i in range(events):
                counter.count(n=n * events + i, note="x" * 100)
            application.save(counter)
    figures = {"appended": total / (time.perf_counter() - begun)}
    begun = time.perf_counter()
    read = sum(len(_events(application, counter.id)) for counter in counters)
    figures["read"] = read / (time.perf_counter() - begun)
    begun = time.perf_counter()
    for counter in counters:
        found = _events(application, counter.id)
        item = {"pk": {"S": str(counter.id)}, "version": {"N": str(found[-1].originator_version)}}
        client.put_item(TableName=f"{table}-view", Item={**item, "events": {"N": str(len(found))}})
    figures["rebuilt"] = read / (time.perf_counter() - begun)
    if read != total + streams:
        raise SystemExit(f"{read} events read, {total + streams} appended")
    return figures


def _events(application: Application, originator: UUID) -> list[Aggregate.Event]:
    return list(application.events.get(originator))


def _create(client: Any, table: str, *keys: tuple[str, str]) -> None:
    client.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": name, "KeyType": kind} for (name, _), kind in zip(keys, ("HASH", "RANGE"), strict=False)
        ],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in keys],
    )


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], *map(int, sys.argv[2:]))))
