"""A map of shards in a table, their databases in clusters, and what speaks to them."""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
from pg8000.native import Connection

from components.data.shard import APPLICATION_USER
from functions._shared.shard_cache import MapCache
from functions._shared.shard_database import Connector, ShardDatabase
from functions._shared.shard_router import ShardRouter
from functions._shared.shard_table import Address, ShardTable
from functions.rebalancer.core import Rebalancer
from functions.rebalancer.founding import found, join
from tests.functions.shards.clusters import USER, Cluster

DATABASE = "postgres"
"""A fresh cluster has it; every test has a schema of its own in it."""
REGION = "eu-west-1"
TOKEN = "canary-of-a-token"
"""Nobody asks for it here, and no log may have it."""
TIMEOUT_SECONDS = 10.0
SALT = bytes(range(16))
TWO, THREE = ("shard-000", "shard-001"), ("shard-000", "shard-001", "shard-002")
"""The shards that hold all slots at first, and those that there are."""
_numbers = itertools.count()


@dataclass
class Fleet:
    """Shards of one test."""

    table: ShardTable
    clusters: dict[str, Cluster]
    """By label."""
    database: str
    routers: list[ShardRouter] = field(default_factory=list)

    def connect(self, label: str) -> Connection:
        return self.clusters[label].connect(self.database)

    def conninfo(self, label: str) -> str:
        return self.connector().conninfo(self.clusters[label].address)

    def connector(self, timeout: float = TIMEOUT_SECONDS) -> Connector:
        return Connector(user=USER, database=self.database, token=lambda *_: TOKEN, tls=False, timeout_seconds=timeout)

    def router(
        self,
        cache: MapCache | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        timeout: float = TIMEOUT_SECONDS,
    ) -> ShardRouter:
        connector = replace(self.connector(timeout), user=APPLICATION_USER)
        made = ShardRouter(
            cache or self.cache(),
            lambda label: ShardDatabase(label, connector, self.table.address),
            timeout_seconds=timeout,
            clock=clock,
            sleep=sleep,
        )
        self.routers.append(made)
        return made

    def cache(self) -> MapCache:
        return MapCache(self.table.read, time.monotonic)

    def stale_router(self) -> ShardRouter:
        """A router that never learns of another map than today's, and doesn't wait for one."""
        today = self.table.read()
        ticks = itertools.count()
        return self.router(MapCache(lambda: today, lambda: 0.0), lambda _: None, lambda: 10.0 * next(ticks))

    def rebalancer(self, **changes: Any) -> Rebalancer:
        parts: dict[str, Any] = {"table": self.table, "connect": self.connect, "conninfo": self.conninfo} | changes
        return Rebalancer(**parts, clock=time.monotonic, sleep=lambda _: time.sleep(0.01))

    def address(self, label: str, address: Address) -> None:
        """Say where a shard is, as the platform does."""
        host = {"S": f"{address.host}:{address.port}"}
        at = {"M": {"write": host, "cluster": host}}
        self.table.client.put_item(
            TableName=self.table.name,
            Item={
                "shard": {"S": label},
                "record": {"S": "topology"},
                "founding_region": {"S": REGION},
                "endpoints": {"M": {REGION: at}},
            },
        )

    def rows(self, label: str, statement: str, **parameters: Any) -> list[list[Any]]:
        with self.connect(label) as connection:
            return connection.run(statement, **parameters) or []


def dynamodb(endpoint: str) -> Any:
    return boto3.client(
        "dynamodb",
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def make_table(endpoint: str, name: str) -> ShardTable:
    """The table as `components/data/shard_map.py` declares it, as far as its readers see."""
    client = dynamodb(endpoint)
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "shard", "KeyType": "HASH"}, {"AttributeName": "record", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "shard", "AttributeType": "S"},
            {"AttributeName": "record", "AttributeType": "S"},
        ],
    )
    return ShardTable(client, name)


@contextmanager
def fleet_of(endpoint: str, clusters: Sequence[Cluster], founding: int) -> Iterator[Fleet]:
    """Found shards in the first clusters, and let the others join them without slots."""
    name = f"fleet{next(_numbers)}"
    labels = {f"shard-{number:03}": cluster for number, cluster in enumerate(clusters)}
    fleet = Fleet(table=make_table(endpoint, name), clusters=labels, database=DATABASE)
    for label in labels:
        fleet.rows(label, "DROP SCHEMA IF EXISTS groot CASCADE")
    for label, cluster in labels.items():
        fleet.address(label, cluster.address)
    found(list(labels)[:founding], fleet.table, fleet.connect, lambda _: None, lambda count: SALT[:count])
    for label in list(labels)[founding:]:
        join(label, fleet.table, fleet.connect, lambda _: None)
    yield fleet
    for router in fleet.routers:
        router.close()
    _clean(fleet)


def _clean(fleet: Fleet) -> None:
    """Remove what a test may have left of a move."""
    for label in fleet.clusters:
        for (name,) in fleet.rows(label, "SELECT subname FROM pg_subscription"):
            fleet.rows(label, f"ALTER SUBSCRIPTION {name} DISABLE")
            fleet.rows(label, f"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)")
            fleet.rows(label, f"DROP SUBSCRIPTION {name}")
    for label in fleet.clusters:
        fleet.rows(
            label,
            "SELECT pg_terminate_backend(active_pid, 5000), pg_drop_replication_slot(slot_name) "
            "FROM pg_replication_slots",
        )
        for (name,) in fleet.rows(label, "SELECT pubname FROM pg_publication"):
            fleet.rows(label, f"DROP PUBLICATION {name}")
