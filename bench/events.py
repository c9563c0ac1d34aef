"""The event store beside the `eventsourcing` library with its DynamoDB extension, on the same data services.

`python -m bench.events` runs both sides by turns; `python -m bench.events ENDPOINT STREAMS COMMITS EVENTS` is ours.
What isn't alike: the library checks no version, knows no commit again, keeps no order across streams and reads with
eventual consistency; ours does each of these and reads consistently. Building a view anew, the library is told the
streams' ids and reads one after the other, keeping no checkpoint; ours follows the order of the partitions, and each
transaction moves a checkpoint.
"""

import json
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

import boto3

from bench.peers.build import eventsourcing
from bench.running import ROOT, measured, run, show
from functions.event_store.checkpoints import Checkpoints
from functions.event_store.commits import Commits
from functions.event_store.core import EventStore
from functions.event_store.data_keys import DataKeys
from functions.event_store.home import Homes
from functions.event_store.model import NewEvent, partition_of
from functions.event_store.projections import Projector
from functions.event_store.rebuild import Rebuild
from functions.event_store.summaries import Summaries
from functions.event_store.table import Table
from functions.event_store.upcasting import AS_WRITTEN
from functions.event_store.wiring import CONFIG
from sandbox.emulator import Emulator

ROUNDS = 3
"""Of each side, by turns; the best of each is compared, as whatever else a machine does only takes away."""
STREAMS, COMMITS = 10, 50
SIZES = (1, 10)
"""Events of a commit."""
REGION = "us-east-1"


def events() -> dict[str, float]:
    """Return figures of both sides, if the library can be had; print them."""
    library = eventsourcing()
    runs: dict[tuple[str, int], list[dict[str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        emulator = Emulator(Path(folder))
        try:
            endpoint = f"http://127.0.0.1:{emulator.start().ports['ministack']}"
            for _ in range(ROUNDS):
                for size in SIZES:
                    arguments = (endpoint, str(STREAMS), str(COMMITS), str(size))
                    runs["ours", size].append(measured("bench.events", *arguments))
                    if library:
                        side = [str(library / "bin" / "python"), "bench/peers/eventsourcing/side.py", *arguments]
                        runs["library", size].append(json.loads(run(side, ROOT).output.splitlines()[-1]))
        finally:
            emulator.reset()
    figures = {
        f"events_{what}_per_second_{side}_{size}": max(each[what] for each in found)
        for (side, size), found in runs.items()
        for what in found[0]
    }
    for size in SIZES:
        for what in ("appended", "read", "rebuilt"):
            ours, theirs = (figures.get(f"events_{what}_per_second_{side}_{size}") for side in ("ours", "library"))
            beside = f"> {theirs:,.0f}, the library's" if theirs else ""
            show(f"events {what} a second, {size} a commit", f"{ours or 0:,.0f}", beside)
    return figures


def ours(endpoint: str, streams: int, commits: int, size: int) -> dict[str, float]:
    """Append, read, and build a view anew; return the events of each a second."""
    client = _client("dynamodb", endpoint)
    name = f"ours-{uuid.uuid4()}"
    table, marks, view = (_create(client, f"{name}{suffix}", key) for suffix, key in _TABLES.items())
    homes = Homes(table, REGION, REGION, time.monotonic)
    store = EventStore(
        Commits(table, homes, lambda: time.time_ns() // 1_000_000, time.sleep),
        DataKeys(client, "", _client("kms", endpoint), "", time.monotonic),
        AS_WRITTEN,
    )
    names, total = [f"s{i}" for i in range(streams)], streams * commits * size
    for stream in names:
        store.append(stream, 0, [NewEvent(type="Begun", schema=1, data={})], "begin")
    begun = time.perf_counter()
    for n in range(commits):
        for stream in names:
            new = [NewEvent(type="Counted", schema=1, data={"n": n * size + i, "note": "x" * 100}) for i in range(size)]
            store.append(stream, n * size + 1, new, f"c{n}")
    figures = {"appended": total / (time.perf_counter() - begun)}
    begun = time.perf_counter()
    read = sum(len(store.read(stream, limit=1_000).events) for stream in names)
    figures["read"] = read / (time.perf_counter() - begun)
    projector = Projector(table=table, homes=homes, checkpoints=Checkpoints(marks), bury=print)
    begun = time.perf_counter()
    Rebuild(projector).catch_up(Summaries(view.name), 1, sorted({partition_of(stream) for stream in names}))
    figures["rebuilt"] = read / (time.perf_counter() - begun)
    if read != total + streams:
        raise SystemExit(f"{read} events read, {total + streams} appended")
    return figures


_TABLES = {"-events": ("pk", "sk"), "-checkpoints": ("pk", "sk"), "-view": ("pk",)}


def _client(service: str, endpoint: str) -> Any:
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - any will do
        config=CONFIG,
    )


def _create(client: Any, name: str, keys: tuple[str, ...]) -> Table:
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
    )
    return Table(client, name)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(ours(sys.argv[1], *map(int, sys.argv[2:]))))
    else:
        events()
