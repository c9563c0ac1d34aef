"""Who tends the shards that this function's environment names, and how it comes to their databases."""

import json
import os
import time

import boto3
from pg8000.native import Connection

from functions._shared import shard_aws
from functions._shared.shard_table import ShardTable
from functions.rebalancer.core import Rebalancer
from functions.rebalancer.users import make_users

WAIT_SECONDS = 60.0
"""For an answer: counts, digests and deletions take longer than what a request asks."""


class Wiring:
    """The map, connections to the shards' clusters by their labels, and what moves slots with both."""

    def __init__(self) -> None:
        self.table = shard_aws.table()
        self._connector = shard_aws.connector(WAIT_SECONDS)
        self.rebalancer = Rebalancer(self.table, self.connect, self._conninfo, clock=time.monotonic, sleep=time.sleep)

    def connect(self, label: str) -> Connection:
        """Return a connection as the rebalancer's own user."""
        return self._connector(self.table.address(label, "cluster"))

    def prepare(self, label: str) -> None:
        """Make the users of a shard, as its master."""
        with _as_master(self.table, label) as master:
            make_users(master, self._connector.user)

    def _conninfo(self, label: str) -> str:
        return self._connector.conninfo(self.table.address(label, "cluster"))


def _as_master(table: ShardTable, label: str) -> Connection:
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=table.secret(label))["SecretString"]
    master, address = json.loads(secret), table.address(label, "cluster")
    return Connection(
        master["username"],
        host=address.host,
        port=address.port,
        database=os.environ["DATABASE_NAME"],
        password=master["password"],
        ssl_context=shard_aws.tls(),
        timeout=WAIT_SECONDS,
    )
