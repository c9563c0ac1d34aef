"""The real data plane, and stores on it: the emulator's data services, started once for all tests."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from functions.event_store.checkpoints import Checkpoints
from functions.event_store.commits import Commits
from functions.event_store.core import EventStore
from functions.event_store.data_keys import DataKeys
from functions.event_store.home import Homes
from functions.event_store.table import Table
from functions.event_store.upcasting import AS_WRITTEN, Upcasters
from sandbox.emulator import Emulator

HOME, AWAY = "us-east-1", "eu-west-1"


@contextmanager
def data_plane(folder: Path) -> Iterator[str]:
    """Yield where an empty data plane answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    emulator = Emulator(folder)
    try:
        yield f"http://127.0.0.1:{emulator.start(port).ports['ministack']}"
    finally:
        emulator.reset()


def client(service: str, endpoint: str, region: str = HOME) -> Any:
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 1}, max_pool_connections=32),
    )


def create_table(dynamodb: Any, name: str, *keys: str, stream: bool = False) -> Table:
    more: dict[str, Any] = (
        {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}} if stream else {}
    )
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        **more,
    )
    return Table(dynamodb, name)


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def now(self) -> float:
        return self.seconds

    def now_ms(self) -> int:
        return int(self.seconds * 1000)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Site:
    """A store in a region on tables of its own; `worker` makes another process of it."""

    def __init__(self, endpoint: str, prefix: str, *, partitions: int = 2) -> None:
        self.dynamodb, self.kms = client("dynamodb", endpoint), client("kms", endpoint)
        self.endpoint, self.partitions, self.clock = endpoint, partitions, Clock()
        self.events = create_table(self.dynamodb, f"{prefix}-events", "pk", "sk", stream=True)
        self.marks = create_table(self.dynamodb, f"{prefix}-checkpoints", "pk", "sk")
        self.keys = create_table(self.dynamodb, f"{prefix}-keys", "subject")
        self.views = create_table(self.dynamodb, f"{prefix}-views", "pk")
        self.kms_key = self.kms.create_key()["KeyMetadata"]["KeyId"]

    def client(self, service: str) -> Any:
        return client(service, self.endpoint)

    @property
    def checkpoints(self) -> Checkpoints:
        return Checkpoints(self.marks)

    def worker(self, region: str = HOME, *, dynamodb: Any = None, upcast: Upcasters = AS_WRITTEN) -> EventStore:
        """Return a store that remembers nothing, whose region calls itself *region*."""
        chosen = dynamodb or self.dynamodb
        table = Table(chosen, self.events.name)
        homes = Homes(table, region, HOME, self.clock.now)
        commits = Commits(table, homes, self.clock.now_ms, self.clock.sleep, partitions=self.partitions)
        keys = DataKeys(chosen, self.keys.name, self.kms, self.kms_key, self.clock.now)
        return EventStore(commits, keys, upcast)
