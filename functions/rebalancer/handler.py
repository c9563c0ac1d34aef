"""What Lambda calls: a schedule with `{"do": "tend"}`, and a person with what else there is to do.

`tend` founds the shards where there is no map yet, brings their schema up to date, goes on with a rebalancing, and
tells which slots nobody serves. `do` is also `join` with new `shards`, `plan` or `start` with those that should hold
all slots, or `cancel`: `{"do": "start", "shards": [...]}`.
"""

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import boto3
from pg8000.native import Connection

from functions._shared import shard_aws
from functions._shared.shard_errors import MapConflictError
from functions._shared.shard_table import ShardTable
from functions._shared.telemetry import entry, logger
from functions.rebalancer.core import Rebalancer
from functions.rebalancer.founding import found, join
from functions.rebalancer.tending import tend
from functions.rebalancer.users import make_users

LOG = logger("rebalancer")
MARGIN_SECONDS = 30.0
"""Left of the function's time when it stops by itself; what it was at is gone on with by the next."""
WAIT_SECONDS = 60.0
"""For an answer: counts, digests and deletions take longer than what a request asks."""


@entry(LOG)
def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Do what *event* says and return what came of it; whatever is raised is one line."""
    table, connector, shards = shard_aws.table(), shard_aws.connector(WAIT_SECONDS), event.get("shards", ())

    def connect(label: str) -> Connection:
        return connector(table.address(label, "cluster"))

    def conninfo(label: str) -> str:
        return connector.conninfo(table.address(label, "cluster"))

    def prepare(label: str) -> None:
        with _as_master(table, label) as master:
            make_users(master, connector.user)

    rebalancer = Rebalancer(table, connect, conninfo, clock=time.monotonic, sleep=time.sleep)
    match event["do"]:
        case "tend":
            if not table.exists():
                with suppress(MapConflictError):  # who is called at the same time was faster, and did the same
                    found(table.labels(), table, connect, prepare, os.urandom)
            seconds = context.get_remaining_time_in_millis() / 1000 - MARGIN_SECONDS
            until = time.monotonic() + seconds
            return tend(rebalancer, table, connect, stack=os.environ["STACK"], until=until)
        case "join":
            return {"joined": {label: join(label, table, connect, prepare) for label in shards}}
        case "plan":
            return {"moves": [str(share) for share in rebalancer.plan(shards)]}
        case "start":
            return rebalancer.start(shards).told()
        case "cancel":
            return rebalancer.cancel().told()
    raise ValueError(f"there is nothing such as {event['do']!r} to do")


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
